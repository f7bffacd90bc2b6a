package io.backstitch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolGateTest {

    @TempDir private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void shouldSkipWithOneLineThatSaysHowToInstallWhenAToolIsMissing() {
        assertThat(gate().judge(Tool.BROWSER, "PageIT").isDisabled()).isTrue();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "SKIPPED PageIT: there is no chromium and no chromedriver. Install: apt-get"
                                + " install -y chromium chromium-driver");
        assertThatCode(() -> gate().failIfRequired(Tool.BROWSER)).doesNotThrowAnyException();
    }

    @Test
    void shouldFailWhenARequiredToolIsMissing() {
        environment.put("BACKSTITCH_REQUIRE", "promtool, browser");

        assertThat(gate().judge(Tool.BROWSER, "PageIT").isDisabled()).isFalse();
        assertThatThrownBy(() -> gate().failIfRequired(Tool.BROWSER))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("BACKSTITCH_REQUIRE demands the tool 'browser'")
                .hasMessageContaining("apt-get install -y chromium chromium-driver");
    }

    @Test
    void shouldRunWhenTheToolIsOnThePath() throws Exception {
        install("promtool");
        environment.put("PATH", "/nowhere:" + folder);
        environment.put("BACKSTITCH_REQUIRE", "promtool");

        assertThat(gate().judge(Tool.PROMTOOL, "RulesIT").isDisabled()).isFalse();
        assertThatCode(() -> gate().failIfRequired(Tool.PROMTOOL)).doesNotThrowAnyException();
        assertThat(printed.size()).isZero();
    }

    @Test
    void shouldPreferThePathThatTheEnvironmentNames() throws Exception {
        Path own = install("my-promtool");
        environment.put("BACKSTITCH_PROMTOOL", own.toString());

        assertThat(box().path("promtool")).isEqualTo(own);
    }

    @Test
    void shouldNotTakeAFileThatCannotBeExecuted() throws Exception {
        Files.createFile(folder.resolve("promtool"));
        environment.put("PATH", folder.toString());

        assertThat(box().missing(Tool.PROMTOOL)).containsExactly("promtool");
    }

    @Test
    void shouldRefuseAMisspeltToolInsteadOfRequiringNothing() {
        environment.put("BACKSTITCH_REQUIRE", "browsr");

        assertThatThrownBy(() -> gate().failIfRequired(Tool.BROWSER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown tool 'browsr'. Known tools: browser, promtool.");
    }

    private Path install(String program) throws Exception {
        Path file = Files.createFile(folder.resolve(program));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private ToolBox box() {
        return new ToolBox(environment, List.of());
    }

    private ToolGate gate() {
        return new ToolGate(box(), new PrintStream(printed, true, StandardCharsets.UTF_8));
    }
}
