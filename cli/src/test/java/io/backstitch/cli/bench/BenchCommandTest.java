package io.backstitch.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.ExitCodes;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine line =
            new CommandLine(new BenchCommand())
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true));

    @ParameterizedTest
    @CsvSource({"--shoppers,0", "--parallelism,0", "--parallelism,17", "--time-limit,0"})
    void refusesWhatCannotBeMeasured(String option, String value) {
        assertThat(line.execute(option, value)).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains(option + " is " + value + ", expected");
    }

    @Test
    void helpSaysWhatIsCounted() {
        assertThat(line.execute("--help")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("void").contains("CPU");
    }
}
