package io.backstitch.sandbox.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request as it came over the wire.
 *
 * @param line e.g. {@code POST /api/v2/batch HTTP/1.1}
 * @param headers as sent, one line each
 */
public record Request(String line, List<String> headers, byte[] body) {
    private static final int LONGEST_HEAD = 64 * 1024;

    public Request {
        headers = List.copyOf(headers);
    }

    /**
     * Reads the next request of a connection.
     *
     * @return null if the other side has closed it instead
     * @throws IOException if it breaks off, or is none that we understand
     */
    static Request read(InputStream in) throws IOException {
        List<String> head = head(in);
        if (head.isEmpty()) {
            return null;
        }
        Request request = new Request(head.get(0), head.subList(1, head.size()), new byte[0]);
        if (request.header("Transfer-Encoding") != null) {
            throw new IOException("only bodies with a Content-Length are understood");
        }
        String length = request.header("Content-Length");
        int bytes = length == null ? 0 : Integer.parseInt(length);
        byte[] body = in.readNBytes(bytes);
        if (body.length < bytes) {
            throw new EOFException("the request broke off");
        }
        return new Request(request.line, request.headers, body);
    }

    /** The lines up to the empty one; none if there is nothing to read. */
    static List<String> head(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = 0; read < LONGEST_HEAD; read++) {
            int next = in.read();
            if (next < 0) {
                if (read == 0) {
                    return lines;
                }
                throw new EOFException("the head broke off");
            }
            if (next == '\n') {
                if (line.size() == 0) {
                    return lines;
                }
                lines.add(line.toString(StandardCharsets.ISO_8859_1));
                line.reset();
            } else if (next != '\r') {
                line.write(next);
            }
        }
        throw new IOException("the head is too long");
    }

    /** The value of a header in whatever case, or null. */
    public String header(String name) {
        return header(headers, name);
    }

    static String header(List<String> headers, String name) {
        for (String header : headers) {
            if (isNamed(header, name)) {
                return header.substring(name.length() + 1).strip();
            }
        }
        return null;
    }

    static boolean isNamed(String header, String name) {
        return header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
    }

    /** Whether it posts a batch of operations. */
    public boolean isBatch() {
        return line.startsWith("POST /api/v2/batch ");
    }

    /** The same with another body. */
    public Request withBody(byte[] newBody) {
        return new Request(line, headers, newBody);
    }

    /** To be sent on a connection for this request alone. */
    byte[] toBytes() {
        StringBuilder head = new StringBuilder(line).append("\r\n");
        for (String header : headers) {
            if (!isNamed(header, "Connection") && !isNamed(header, "Content-Length")) {
                head.append(header).append("\r\n");
            }
        }
        head.append("Connection: close\r\n");
        if (!line.startsWith("GET ")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return Response.join(head.append("\r\n").toString(), body);
    }
}
