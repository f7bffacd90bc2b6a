package io.backstitch.sandbox.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param bytes all of it as it goes over the wire
 */
public record Response(int status, byte[] bytes) {

    /**
     * An answer of the proxy's own.
     *
     * @param headers besides the length
     */
    public static Response of(int status, Map<String, String> headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" -\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
        return new Response(status, join(head.toString(), content));
    }

    /** An answer in JSON. */
    public static Response json(int status, String body) {
        return of(status, Map.of("Content-Type", "application/json"), body);
    }

    /** Reads to the end of a connection that was opened for this answer alone. */
    static Response read(InputStream in) throws IOException {
        List<String> lines = Request.head(in);
        if (lines.isEmpty()) {
            throw new IOException("the receiver closed the connection without an answer");
        }
        byte[] body = in.readAllBytes();
        StringBuilder head = new StringBuilder();
        for (String line : lines) {
            boolean ours =
                    Request.isNamed(line, "Connection") || Request.isNamed(line, "Content-Length");
            if (!ours) {
                head.append(line).append("\r\n");
            }
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        return new Response(
                Integer.parseInt(lines.get(0).split(" ")[1]), join(head.toString(), body));
    }

    static byte[] join(String head, byte[] body) {
        byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }
}
