package io.backstitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine line =
            Main.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true));

    @Test
    void helpNamesTheExitCodes() {
        assertThat(line.execute("--help")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("Exit codes:").contains("a broken promise");
    }

    @Test
    void versionIsTheBuilds() {
        assertThat(line.execute("--version")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString())
                .startsWith("backstitch ")
                .contains("Flink ")
                .doesNotContain("${");
    }

    @Test
    void noCommandIsWrongUsage() {
        assertThat(line.execute()).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("Which command?");
    }

    @Test
    void unknownCommandIsWrongUsage() {
        assertThat(line.execute("dmeo")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("dmeo");
    }

    @Test
    void failureIsASentenceWithItsCauses() {
        line.addSubcommand("break", new Breaking());
        line.setErr(new PrintWriter(err, true));
        line.setExecutionExceptionHandler(new FailureForPeople());
        assertThat(line.execute("break")).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString())
                .contains("error: cannot reach the broker")
                .contains("because: connection refused")
                .doesNotContain("at io.backstitch");
    }

    @CommandLine.Command(name = "break")
    private static final class Breaking implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException(
                    "cannot reach the broker", new RuntimeException("connection refused"));
        }
    }
}
