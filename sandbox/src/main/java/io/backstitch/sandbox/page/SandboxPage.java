package io.backstitch.sandbox.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Serves the sandbox's web page: {@code /}, its style and script, and, with a report, {@code /demo}
 * and {@code /demo.json}. Mount it at {@code /}.
 *
 * <p>Only the files of a fixed table can be read, so no path leads anywhere else; any other path is
 * a 404, any other method than GET and HEAD a 405. Every answer carries an ETag that {@code
 * If-None-Match} is compared with, {@code Cache-Control: no-cache} (ask each time, get a 304 when
 * nothing changed) and a content security policy that allows this host's own files only.
 *
 * <p>Immutable and safe for concurrent requests.
 */
public final class SandboxPage implements HttpHandler {

    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json; charset=utf-8";

    private static final Asset NOT_FOUND =
            Asset.ofText(
                    "text/plain; charset=utf-8",
                    "Nothing here. The sandbox's page is at /, its JSON at /sandbox/api/summary.\n");

    private static final Asset NO_REPORT_YET = Asset.ofText(JSON, "{\"status\":\"starting\"}");

    private final Map<String, Asset> assets;
    private final Supplier<String> report;

    /** The page without a demo report: {@code /demo} is a 404. */
    public SandboxPage() {
        this(null);
    }

    private SandboxPage(Supplier<String> report) {
        this.report = report;
        Asset html = html(report != null);
        Asset css = Asset.ofResource("text/css; charset=utf-8", "page.css");
        Asset js = Asset.ofResource("text/javascript; charset=utf-8", "page.js");
        this.assets =
                report == null
                        ? Map.of("/", html, "/page.css", css, "/page.js", js)
                        : Map.of("/", html, "/demo", html, "/page.css", css, "/page.js", js);
    }

    /**
     * This page plus the demo's report at {@code /demo}. The supplier is asked at every request
     * (about once a second per open window, from several threads) and must answer at once with this
     * JSON; the page leaves out what is absent:
     *
     * <pre>{@code
     * {
     *   "status":   "starting" | "running" | "held" | "broken",
     *   "message":  "Reading the shoppers' traffic",               // optional, one line
     *   "seed":     42,
     *   "shoppers": 2000,
     *   "mess":     [{"kind": "Uploaded twice", "count": 118}],    // what came in, in this order
     *   "promises": [{"id": "P1", "title": "One person, one profile",
     *                 "held": true | false | null,                 // null: not checked yet
     *                 "checked": 2000, "violations": 0,            // counts
     *                 "detail": "every shopper has one profile"}], // optional
     *   "naive":    [{"what": "Mailed after buying",
     *                 "backstitch": 0, "naive": 73}],              // numbers or short texts
     *   "links":    [{"title": "Flink's web UI", "url": "http://127.0.0.1:8081/"}]
     * }
     * }</pre>
     *
     * A null or blank text means that there is no report yet. Only http and https addresses become
     * links.
     */
    public SandboxPage withReport(Supplier<String> json) {
        if (json == null) {
            throw new IllegalArgumentException("The demo's report needs a supplier of JSON.");
        }
        return new SandboxPage(json);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            Asset asset = find(exchange.getRequestURI().getPath());
            if (asset == null) {
                NOT_FOUND.send(exchange, 404);
            } else {
                asset.send(exchange, 200);
            }
        }
    }

    private Asset find(String path) {
        if (report != null && "/demo.json".equals(path)) {
            String json = report.get();
            return json == null || json.isBlank() ? NO_REPORT_YET : Asset.ofText(JSON, json);
        }
        return path == null ? null : assets.get(path);
    }

    /** The script has to know whether there is a report to offer a link to. */
    private static Asset html(boolean hasReport) {
        String text = new String(Asset.read("index.html"), StandardCharsets.UTF_8);
        String answer = hasReport ? "data-report=\"yes\"" : "data-report=\"no\"";
        return Asset.ofText(HTML, text.replace("data-report=\"no\"", answer));
    }
}
