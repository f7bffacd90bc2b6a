package io.backstitch.sql;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ResultKind;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs a {@code .sql} file in batch mode, inside this process, and prints what its queries answer.
 * Times are UTC. Exit codes: 0 done, 1 a statement failed, 2 wrong usage.
 */
@Command(
        name = "sql",
        description = "Runs a file of Flink SQL once over the topics as they are now.",
        mixinStandardHelpOptions = true)
public final class SqlRunner implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the .sql file; see sql/README.md")
    private Path file;

    @Option(
            names = "--bootstrap",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Kafka's address: $${bootstrap} in the file")
    private String bootstrap;

    @Option(
            names = "--registry",
            required = true,
            paramLabel = "URL",
            description =
                    "the schema registry, up to and including .../apis/ccompat/v7 where there is"
                            + " such a path: $${registry} in the file")
    private String registry;

    private final PrintStream out;

    SqlRunner(PrintStream out) {
        this.out = out;
    }

    /** Runs one file and ends the process. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(out); // Flink prints result tables there.
        System.exit(execute(out, args));
    }

    static int execute(PrintStream out, String... args) {
        return new CommandLine(new SqlRunner(out))
                .setExecutionExceptionHandler(SqlRunner::explain)
                .execute(args);
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("There is no readable file " + file + ".");
        }
        Map<String, String> variables = new TreeMap<>();
        variables.put("bootstrap", bootstrap);
        variables.put("registry", registry);
        TableEnvironment tables = tables();
        for (String statement : Script.parse(Files.readString(file), variables).statements()) {
            TableResult result = tables.executeSql(statement);
            if (result.getResultKind() == ResultKind.SUCCESS_WITH_CONTENT) {
                TablePrinter.print(result, out);
            }
        }
        return 0;
    }

    /** Batch mode, UTC, one subtask: topics of a laptop, not of a warehouse. */
    static TableEnvironment tables() {
        TableEnvironment tables =
                TableEnvironment.create(EnvironmentSettings.newInstance().inBatchMode().build());
        tables.getConfig().set("table.local-time-zone", "UTC");
        tables.getConfig().set("parallelism.default", "1");
        tables.getConfig().set("rest.bind-address", "127.0.0.1");
        tables.getConfig().set("rest.bind-port", "0");
        return tables;
    }

    private static int explain(
            Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        line.getErr().println("error: " + message(failure));
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (!message(cause).equals(message(last))) {
                line.getErr().println("  because: " + message(cause));
            }
            last = cause;
        }
        if ("1".equals(System.getenv("BACKSTITCH_DEBUG"))) {
            failure.printStackTrace(line.getErr());
        }
        return 1;
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage().lines().findFirst().orElse("");
    }
}
