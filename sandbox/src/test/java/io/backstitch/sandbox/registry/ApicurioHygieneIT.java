package io.backstitch.sandbox.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApicurioHygieneIT {

    @TempDir Path folder;

    /** What the parent does in {@link #theServerDiesWithAParentThatIsKilled}. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] args) throws Exception {
            System.out.println(ApicurioRegistry.start(Path.of(args[0])).pid());
            System.in.read();
        }
    }

    @Test
    void theServerDiesWithAParentThatIsKilled() throws Exception {
        Process parent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Parent.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), UTF_8));
        ProcessHandle server = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
        assertThat(server.isAlive()).isTrue();

        parent.destroyForcibly().waitFor();

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(server.isAlive()).isFalse());
    }

    @Test
    void aServerThatCannotStartShowsTheEndOfItsLog() throws Exception {
        Path notAServer = Files.createDirectory(folder.resolve("wrong"));
        Files.write(notAServer.resolve("x-runner.jar"), new byte[0]);
        withHome(
                notAServer,
                () ->
                        assertThatThrownBy(() -> ApicurioRegistry.start(folder.resolve("run")))
                                .hasMessageContaining("exit code 1")
                                .hasMessageContaining("GeneratedMain"));
    }

    @Test
    void missingFilesAreNamedWithWhatToDo() throws Exception {
        withHome(
                folder.resolve("nowhere"),
                () ->
                        assertThatThrownBy(() -> ApicurioRegistry.start(folder.resolve("run")))
                                .hasMessageContaining("nowhere")
                                .hasMessageContaining("./mvnw -Dfast package")
                                .hasMessageContaining(ApicurioHome.PROPERTY));
    }

    private static void withHome(Path home, Runnable check) {
        String before = System.getProperty(ApicurioHome.PROPERTY);
        System.setProperty(ApicurioHome.PROPERTY, home.toString());
        try {
            check.run();
        } finally {
            if (before == null) {
                System.clearProperty(ApicurioHome.PROPERTY);
            } else {
                System.setProperty(ApicurioHome.PROPERTY, before);
            }
        }
    }
}
