package io.backstitch.sql;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.table.api.ResultKind;
import org.apache.flink.table.api.TableResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs files of Flink SQL, each in a session of its own inside this process, and prints what their
 * queries answer. Times are UTC. Exit codes: 0 done, 1 a statement failed, 2 wrong usage.
 */
@Command(
        name = "sql",
        description = "Asks questions, written as Flink SQL, of the topics. See ./backstitch sql.",
        mixinStandardHelpOptions = true)
public final class SqlRunner implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "the questions")
    private List<Path> files;

    @Option(names = "--tables", required = true, description = "definitions to run before each")
    private Path definitions;

    @Option(names = "--bootstrap", description = "Kafka's address, over the definitions'")
    private String bootstrap;

    @Option(names = "--registry", description = "the registry's URL, over the definitions'")
    private String registry;

    @Option(names = "--since", description = "7d, 24h, a day, a moment")
    private String since;

    @Option(names = "--set", description = "NAME=VALUE: arguments of the questions")
    private Map<String, String> arguments = Map.of();

    @Option(names = "--follow", description = "do not stop at the topics' ends")
    private boolean follow;

    @Option(names = "--format", defaultValue = "table", description = "table, csv, json")
    private Format format;

    private final PrintStream out;

    SqlRunner(PrintStream out) {
        this.out = out;
    }

    /** Runs the files and ends the process. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(out);
        System.exit(execute(out, args));
    }

    static int execute(PrintStream out, String... args) {
        return new CommandLine(new SqlRunner(out))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(SqlRunner::explain)
                .execute(args);
    }

    @Override
    public Integer call() throws IOException {
        Long from =
                since == null
                        ? null
                        : Since.parse(since, Clock.systemUTC().instant()).toEpochMilli();
        Wishes wishes = new Wishes(bootstrap, registry, from, follow, arguments);
        Script tables = read(definitions);
        for (Path file : files) {
            if (files.size() > 1 && format == Format.TABLE) {
                out.println("== " + file.getFileName());
            }
            Script question = read(file);
            if (follow && !"streaming".equals(question.settings().get("execution.runtime-mode"))) {
                throw new IllegalArgumentException(
                        "--follow is for questions whose answer changes while they run; "
                                + file.getFileName()
                                + " does not SET 'execution.runtime-mode' = 'streaming'.");
            }
            Session session = Session.open(tables, question.settings(), wishes);
            for (String statement : question.statements()) {
                print(session.execute(statement));
            }
        }
        return 0;
    }

    private static Script read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("There is no readable file " + file + ".");
        }
        return Script.parse(Files.readString(file));
    }

    private void print(TableResult result) {
        if (result.getResultKind() != ResultKind.SUCCESS_WITH_CONTENT) {
            return;
        }
        if (!follow) {
            format.print(Answer.of(result), out);
            return;
        }
        List<String> columns = new ArrayList<>(List.of("op"));
        columns.addAll(result.getResolvedSchema().getColumnNames());
        String header = format.header(columns);
        if (header != null) {
            out.println(header);
        }
        Answer.follow(
                result,
                (op, values) -> {
                    List<Object> row = new ArrayList<>(List.of(op));
                    row.addAll(values);
                    out.println(format.line(columns, row));
                });
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
