package io.backstitch.sandbox.customerio;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request, read to its end.
 *
 * @param path decoded segments
 * @param query decoded parameters; the last of a name wins
 * @param authorization the header, or null
 * @param statedNow header {@code X-Sandbox-Now}: when the sender says it is received, Unix seconds;
 *     0 for none. Counts in traffic mode alone
 */
record Request(
        String method,
        List<String> path,
        Map<String, String> query,
        String authorization,
        long statedNow,
        byte[] body) {

    static final String STATED_NOW = "X-Sandbox-Now";

    static Request read(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        return new Request(
                exchange.getRequestMethod(),
                segments(uri.getRawPath()),
                parameters(uri.getRawQuery()),
                exchange.getRequestHeaders().getFirst("Authorization"),
                statedNow(exchange.getRequestHeaders().getFirst(STATED_NOW)),
                exchange.getRequestBody().readAllBytes());
    }

    /** The number of a parameter, or a default for none; never negative. */
    int number(String name, int otherwise) {
        String value = query.get(name);
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        try {
            return Math.max(0, Integer.parseInt(value));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static long statedNow(String header) {
        try {
            return header == null ? 0 : Math.max(0, Long.parseLong(header.strip()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>();
        for (String segment : rawPath.substring(1).split("/", -1)) {
            // In a path, unlike in a form, a plus sign is a plus sign.
            segments.add(decode(segment.replace("+", "%2B")));
        }
        return segments;
    }

    private static Map<String, String> parameters(String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&")) {
                int eq = pair.indexOf('=');
                String name = eq < 0 ? pair : pair.substring(0, eq);
                parameters.put(decode(name), eq < 0 ? "" : decode(pair.substring(eq + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
