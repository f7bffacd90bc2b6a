package io.backstitch.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file in {@code sql/} compiles against the packaged schemas; no broker is needed for that.
 */
class FilesTest {
    private static final Map<String, String> ADDRESSES =
            Map.of("bootstrap", "127.0.0.1:1", "registry", "http://127.0.0.1:1");

    @ParameterizedTest
    @MethodSource("files")
    void compiles(Path file) throws IOException {
        TableEnvironment tables = SqlRunner.tables();
        List<String> statements = Script.parse(Files.readString(file), ADDRESSES).statements();
        int queries = 0;
        for (String statement : statements) {
            if (statement.startsWith("CREATE TEMPORARY")) {
                tables.executeSql(statement);
            } else {
                assertThat(tables.explainSql(statement)).contains("Optimized Execution Plan");
                queries++;
            }
        }
        assertThat(queries).isPositive();
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("basedir", ".")))) {
            return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
        }
    }
}
