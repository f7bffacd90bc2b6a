package io.backstitch.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.sandbox.shoppers.MessKind;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Tells the run to people: step by step on the terminal, and as JSON to the page. Safe for the
 * page's threads.
 */
final class DemoReport implements Progress {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final Paint paint;
    private final long started = System.nanoTime();
    private final ObjectNode report = JSON.createObjectNode();
    private final Heartbeat heartbeat;

    DemoReport(PrintWriter out, Paint paint, DemoOptions options) {
        this.out = out;
        this.paint = paint;
        this.heartbeat = new Heartbeat(this::say);
        report.put("status", "starting");
        report.put("seed", options.seed());
        report.put("shoppers", options.shoppers());
    }

    /** The page's report. */
    synchronized String json() {
        return report.toString();
    }

    @Override
    public void step(String what) {
        synchronized (this) {
            report.put("status", "running");
            report.put("message", what);
        }
        heartbeat.soFar("");
        Duration since = Duration.ofNanos(System.nanoTime() - started);
        say(String.format(java.util.Locale.ROOT, "%4d s  %s", since.toSeconds(), what));
    }

    @Override
    public void soFar(String what) {
        heartbeat.soFar(what);
    }

    void addresses(DemoRun run) throws Exception {
        URI page = run.page();
        URI naivePage = run.naivePage();
        URI flink = run.flinkUi();
        say("");
        say("        Customer.io sandbox       " + page);
        say("        this demo's report        " + page.resolve("/demo"));
        say("        the naive workspace       " + naivePage);
        say("        Flink                     " + flink);
        say("        Kafka                     " + run.parts().broker().bootstrapServers());
        say("        schema registry           " + run.parts().registryUrl());
        say("");
        say("        What became of an event, an order or a person, and why:");
        say(
                "        ./backstitch trace ID --bootstrap "
                        + run.parts().broker().bootstrapServers()
                        + " --registry "
                        + run.parts().registryUrl());
        say("");
        synchronized (this) {
            ArrayNode links = report.putArray("links");
            link(links, "Flink's web UI", flink);
            link(links, "The naive workspace", naivePage);
        }
    }

    private static void link(ArrayNode links, String title, URI url) {
        links.addObject().put("title", title).put("url", url.toString());
    }

    void outcome(DemoRun.Outcome outcome) {
        heartbeat.stop();
        say("");
        say(DemoTables.cameIn(outcome.simulation().truth(), paint));
        say(DemoTables.holds(outcome.sandbox().summary(), paint));
        say(DemoTables.promises(outcome.verdicts(), paint));
        say(DemoTables.beside(outcome.backstitch(), outcome.naively(), paint));
        synchronized (this) {
            fill(outcome);
        }
    }

    private void fill(DemoRun.Outcome outcome) {
        report.put("status", outcome.allHeld() ? "held" : "broken");
        report.remove("message");
        ArrayNode mess = report.putArray("mess");
        for (Map.Entry<MessKind, Long> kind : outcome.simulation().truth().mess().entrySet()) {
            mess.addObject().put("kind", kind.getKey().title()).put("count", kind.getValue());
        }
        ArrayNode promises = report.putArray("promises");
        for (Verdict verdict : outcome.verdicts()) {
            ObjectNode promise = promises.addObject();
            promise.put("id", verdict.promise().name()).put("title", verdict.promise().title());
            promise.put("held", verdict.held());
            promise.put("checked", verdict.checked()).put("violations", verdict.violations());
            if (!verdict.examples().isEmpty()) {
                promise.put("detail", verdict.examples().get(0));
            } else if (verdict.note() != null) {
                promise.put("detail", verdict.note());
            }
        }
        ArrayNode naive = report.putArray("naive");
        RetentionOutcome ours = outcome.backstitch();
        RetentionOutcome theirs = outcome.naively();
        row(naive, "Profiles", ours.profiles(), theirs.profiles());
        row(naive, "Shoppers split over profiles", ours.splitShoppers(), theirs.splitShoppers());
        row(naive, "Triggers missed", ours.missedTriggers(), theirs.missedTriggers());
        row(
                naive,
                "Orders counted twice",
                ours.doubleCountedOrders(),
                theirs.doubleCountedOrders());
        row(naive, "Mailed after buying", ours.mailedAfterBuying(), theirs.mailedAfterBuying());
    }

    private static void row(ArrayNode rows, String what, long ours, long theirs) {
        rows.addObject().put("what", what).put("backstitch", ours).put("naive", theirs);
    }

    void stayingUp(URI page) {
        say("Everything stays up until Ctrl-C. Look at " + page);
    }

    void stopping() {
        heartbeat.stop();
        say("Stopping ...");
    }

    private void say(String line) {
        heartbeat.said();
        out.println(line);
        out.flush();
    }
}
