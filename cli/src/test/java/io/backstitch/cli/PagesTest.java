package io.backstitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The commands that the pages for people name exist, and their options too. */
class PagesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern COMMAND = Pattern.compile("\\./backstitch ([a-z][^`\\n|)\"]*)");
    private static final Pattern OPTION = Pattern.compile("(?<=\\s)(--[a-z-]+)");

    @Test
    void everyCommandOfThePageOfMigrationExistsWithItsOptions() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/migration.md"));
        assertThat(unknown(page)).isEmpty();
        assertThat(unknown("`./backstitch migrate` and `./backstitch audit --all --config x`"))
                .containsExactly("migrate", "audit --all");
    }

    @Test
    void everyCommandThatIsNamedExists() throws IOException {
        try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
            for (Path page : pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                assertThat(unknown(Files.readString(page)))
                        .as(page.getFileName().toString())
                        .isEmpty();
            }
        }
        assertThat(unknown(Files.readString(ROOT.resolve("README.md")))).isEmpty();
    }

    private static List<String> unknown(String page) {
        List<String> unknown = new ArrayList<>();
        Matcher command = COMMAND.matcher(page);
        while (command.find()) {
            String[] words = command.group(1).split("\\s+");
            CommandLine found = Main.commandLine().getSubcommands().get(words[0].replace(",", ""));
            if (found == null) {
                unknown.add(words[0]);
                continue;
            }
            CommandLine sub = words.length < 2 ? null : found.getSubcommands().get(words[1]);
            CommandLine line = sub == null ? found : sub;
            Matcher option = OPTION.matcher(command.group(1));
            while (option.find()) {
                if (line.getCommandSpec().findOption(option.group(1)) == null) {
                    unknown.add(line.getCommandName() + " " + option.group(1));
                }
            }
        }
        return unknown;
    }
}
