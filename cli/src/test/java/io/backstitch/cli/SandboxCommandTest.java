package io.backstitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class SandboxCommandTest {
    @Test
    void servesThePageAndTheApi() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (CustomerIoSandbox sandbox = SandboxCommand.start(anyPort)) {
            HttpClient client = HttpClient.newHttpClient();
            for (String path : new String[] {"/", "/sandbox/api/summary"}) {
                HttpRequest get = HttpRequest.newBuilder(sandbox.uri().resolve(path)).build();
                assertThat(client.send(get, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void refusesAnAddressThatIsNone() {
        StringWriter err = new StringWriter();
        int code =
                Main.commandLine()
                        .setErr(new PrintWriter(err, true))
                        .execute("sandbox", "--listen", "8080");

        assertThat(code).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("--listen 8080: expected HOST:PORT");
    }
}
