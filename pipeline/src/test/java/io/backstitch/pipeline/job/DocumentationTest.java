package io.backstitch.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages for people refer to exists. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern KEY = Pattern.compile("`([a-z-]+\\.[a-z0-9.-]+)(?::[^`]*)?`");

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    broken.add(ROOT.relativize(page) + ": " + link.group(1));
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void everyOptionThatIsNamedExists() throws IOException {
        Set<String> known = KnownOptions.all().keySet();
        Set<String> groups = new TreeSet<>();
        for (String key : known) {
            if (key.contains(".")) {
                groups.add(key.substring(0, key.indexOf('.') + 1));
            }
        }
        Set<String> metrics = Set.of("deliver.lineStopped", "deliver.paused", "deliver.requests");
        List<String> unknown = new ArrayList<>();
        for (Path page : pages()) {
            Matcher key = KEY.matcher(Files.readString(page));
            while (key.find()) {
                String name = key.group(1);
                boolean isOption = groups.stream().anyMatch(name::startsWith);
                if (isOption && !known.contains(name) && !metrics.contains(name)) {
                    unknown.add(ROOT.relativize(page) + ": " + name);
                }
            }
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void thePageOfRulesNamesEveryScenario() throws IOException {
        String rules = Files.readString(ROOT.resolve("docs/semantics.md"));
        try (Stream<Path> scenarios = Files.list(ROOT.resolve("scenarios"))) {
            assertThat(scenarios)
                    .extracting(file -> file.getFileName().toString())
                    .filteredOn(name -> name.endsWith(".yaml"))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(rules).contains("(../scenarios/" + name + ")"));
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String page : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
            pages.add(ROOT.resolve(page));
        }
        pages.add(ROOT.resolve("sql/README.md"));
        pages.add(ROOT.resolve("docker/README.md"));
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }
}
