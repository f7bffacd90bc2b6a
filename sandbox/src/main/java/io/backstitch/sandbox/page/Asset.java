package io.backstitch.sandbox.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** One answer's content type, bytes and ETag; knows how to answer a GET or HEAD with them. */
final class Asset {

    /** This host's own files only: no inline script or style, no frame, no form, no other host. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String contentType;
    private final byte[] body;
    private final String etag;

    private Asset(String contentType, byte[] body) {
        this.contentType = contentType;
        this.body = body;
        this.etag = '"' + fingerprint(body) + '"';
    }

    static Asset ofText(String contentType, String text) {
        return new Asset(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    static Asset ofResource(String contentType, String file) {
        return new Asset(contentType, read(file));
    }

    /** Bytes of a file of this package; only ever called with names from the source code. */
    static byte[] read(String file) {
        try (InputStream in = Asset.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new FileNotFoundException(file + " is missing from the sandbox's jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(HttpExchange exchange, int status) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-cache");
        headers.set("ETag", etag);
        if (status == 200 && isKnown(exchange.getRequestHeaders().get("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        headers.set("Content-Type", contentType);
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private boolean isKnown(List<String> ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String line : ifNoneMatch) {
            for (String tag : line.split(",")) {
                String bare = tag.strip().replaceFirst("^W/", "");
                if (bare.equals(etag) || bare.equals("*")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String fingerprint(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
