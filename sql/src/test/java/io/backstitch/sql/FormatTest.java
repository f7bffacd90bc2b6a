package io.backstitch.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatTest {
    private static final Answer ANSWER =
            new Answer(
                    List.of("event_name", "n", "share"),
                    List.of(
                            Arrays.asList("a \"b\", c", 12L, new BigDecimal("1E+2")),
                            Arrays.asList("äö\nü", null, null)));

    @Test
    void alignsTables() {
        Answer answer =
                new Answer(
                        List.of("event_name", "n"),
                        List.of(Arrays.asList("add_to_cart", 7L), Arrays.asList(null, 12L)));

        assertThat(printed(Format.TABLE, answer))
                .isEqualTo(
                        """
                        event_name   n
                        -----------  --
                        add_to_cart  7
                                     12
                        (2 rows)
                        """);
    }

    @Test
    void quotesWhatCsvMustQuote() {
        assertThat(printed(Format.CSV, ANSWER))
                .isEqualTo("event_name,n,share\n\"a \"\"b\"\", c\",12,100\n\"äö\nü\",,\n");
    }

    @Test
    void writesJsonWithNumbersAndNulls() {
        assertThat(printed(Format.JSON, ANSWER))
                .isEqualTo(
                        """
                        [{"event_name":"a \\"b\\", c","n":12,"share":1E+2},
                         {"event_name":"äö\\nü","n":null,"share":null}]
                        """);
        assertThat(printed(Format.JSON, new Answer(List.of("n"), List.of()))).isEqualTo("[]\n");
    }

    private static String printed(Format format, Answer answer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        format.print(answer, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
