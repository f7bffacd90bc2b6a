package io.backstitch.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.testing.RequiresTool;
import io.backstitch.testing.ToolBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alert rules: valid, firing when they should, and about metrics that exist. */
class PrometheusRulesTest {
    private static final Path FOLDER = Repository.DOCKER.resolve("prometheus");

    @Test
    @RequiresTool("promtool")
    void rulesAreValid() throws Exception {
        promtool("check", "rules", "backstitch-rules.yml");
        promtool("check", "config", "prometheus.yml");
    }

    @Test
    @RequiresTool("promtool")
    void alertsFireOnWhatTheyAreForAndStayQuietOtherwise() throws Exception {
        promtool("test", "rules", "backstitch-rules.test.yml");
    }

    @Test
    void metricsOfTheJobExistInItsCode() throws IOException {
        String code = Repository.pipelineSources();
        assertThat(ownMetrics())
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(code).contains("\"" + metric + "\""));
    }

    private static void promtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(ToolBox.ofThisMachine().path("promtool").toString());
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(FOLDER.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
    }

    /** Names behind {@code ..._operator_deliver_}: those that the job registers itself. */
    private static Set<String> ownMetrics() throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher matcher =
                Pattern.compile("_operator_deliver_([A-Za-z]+)")
                        .matcher(Files.readString(FOLDER.resolve("backstitch-rules.yml")));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
