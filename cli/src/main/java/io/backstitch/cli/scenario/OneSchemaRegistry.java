package io.backstitch.cli.scenario;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.backstitch.schemas.registry.RegisteredSchema;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.registry.WireSchemas;
import io.backstitch.schemas.wire.Order;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A schema registry that knows the schema of orders under id 1 and nothing else: in place for
 * whoever writes orders, and over HTTP for the job's own client.
 */
final class OneSchemaRegistry implements SchemaRegistry {
    private static final int ORDER = 1;
    private static final String PATH = "/schemas/ids/";

    /** The same registry as the job asks it, on a free loopback port. */
    static final class Desk implements AutoCloseable {
        private final HttpServer server;

        Desk() throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(PATH, Desk::answer);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private static void answer(HttpExchange exchange) throws IOException {
            boolean known = exchange.getRequestURI().getPath().equals(PATH + ORDER);
            String body =
                    known
                            ? "{\"schema\":" + quoted(WireSchemas.json(Order.class)) + "}"
                            : "{\"error_code\":40403,\"message\":\"Schema not found\"}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(known ? 200 : 404, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }

        private static String quoted(String json) {
            return "\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Override
    public int register(String subject, String schemaJson) {
        return ORDER;
    }

    @Override
    public int idOf(String subject, String schemaJson) {
        return ORDER;
    }

    @Override
    public String schemaById(int id) {
        return WireSchemas.json(Order.class);
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return new RegisteredSchema(ORDER, 1, WireSchemas.json(Order.class));
    }

    @Override
    public boolean isCompatible(String subject, String schemaJson) {
        return true;
    }

    @Override
    public void close() {}
}
