package io.backstitch.pipeline.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.backstitch.pipeline.ingest.FakeRegistry;
import io.backstitch.schemas.registry.RegistryException;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * A registry that knows the schema of orders, for whoever writes them and over HTTP for the job.
 */
final class RegistryDesk implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistry registry = new FakeRegistry(false);
    private final HttpServer server;

    RegistryDesk() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/schemas/ids/" + FakeRegistry.ORDER, this::answer);
        server.start();
    }

    SchemaRegistry registry() {
        return registry;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (OutputStream out = exchange.getResponseBody()) {
            String schema = registry.schemaById(FakeRegistry.ORDER);
            byte[] body = JSON.writeValueAsBytes(Map.of("schema", schema));
            exchange.getResponseHeaders()
                    .set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(200, body.length);
            out.write(body);
        } catch (RegistryException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
