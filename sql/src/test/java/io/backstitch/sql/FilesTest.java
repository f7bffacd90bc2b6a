package io.backstitch.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every question compiles against the common tables, without a broker, and its head is true. */
class FilesTest {
    private static final Path FOLDER = Path.of(System.getProperty("basedir", "."));
    private static final String TABLES = "tables.sql";

    @ParameterizedTest
    @MethodSource("questions")
    void isOneQueryThatCompilesAndWhoseHeadNamesEachColumn(Path file) throws IOException {
        String text = Files.readString(file);
        Script question = Script.parse(text);
        assertThat(question.statements()).hasSize(1);
        String query = question.statements().get(0);
        String head = text.substring(0, text.indexOf("\n\n"));

        Session session = session(question);

        assertThat(session.explain(query)).contains("Optimized Execution Plan");
        assertThat(head).startsWith("-- Question: ").contains("\n-- Reader:   ");
        assertThat(session.columns(query))
                .allSatisfy(column -> assertThat(head).containsPattern("\\b" + column + "\\b"));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void isInTheReadme(Path file) throws IOException {
        assertThat(Files.readString(FOLDER.resolve("README.md")))
                .contains("`" + file.getFileName().toString().replace(".sql", "") + "`");
    }

    /** Nothing that only our own runner understands: a stock client takes the same files. */
    @ParameterizedTest
    @MethodSource("questions")
    void isPlainSql(Path file) throws IOException {
        for (Path each : List.of(file, FOLDER.resolve(TABLES))) {
            assertThat(Files.readString(each)).doesNotContain("${");
        }
    }

    private static Session session(Script question) throws IOException {
        Script tables = Script.parse(Files.readString(FOLDER.resolve(TABLES)));
        return Session.open(tables, question.settings(), Wishes.NONE);
    }

    static List<Path> questions() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .filter(file -> !file.endsWith(TABLES))
                    .sorted()
                    .toList();
        }
    }
}
