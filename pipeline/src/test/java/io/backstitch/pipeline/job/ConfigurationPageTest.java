package io.backstitch.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    /** {@code -Dbackstitch.docs.write=true} writes the page instead of comparing it. */
    @Test
    void theReferencePageIsThatOfTheOptions() throws IOException {
        String expected = ConfigurationPage.markdown(KnownOptions.all().values());
        if (Boolean.getBoolean("backstitch.docs.write")) {
            Files.writeString(PAGE, expected, StandardCharsets.UTF_8);
        }

        assertThat(Files.readString(PAGE, StandardCharsets.UTF_8))
                .as(
                        "docs/configuration.md is stale; write it anew with"
                                + " -Dbackstitch.docs.write=true")
                .isEqualTo(expected);
    }

    @Test
    void everyOptionSaysWhatItMeans() {
        for (ConfigOption<?> option : KnownOptions.all().values()) {
            assertThat(new HtmlFormatter().format(option.description()))
                    .as(option.key())
                    .isNotBlank();
        }
    }
}
