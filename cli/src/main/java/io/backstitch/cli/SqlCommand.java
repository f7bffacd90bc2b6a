package io.backstitch.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code backstitch sql}: lists the questions, or hands some to {@code io.backstitch.sql.SqlRunner}
 * in a process of its own, because Flink's SQL bundles must not meet the job's libraries on one
 * class path.
 */
@Command(
        name = "sql",
        description = {
            "Asks questions, written as Flink SQL, of the topics as they are now. Without one it"
                    + " lists those in sql/.",
            ""
        },
        footer = {
            "",
            "Examples, with the addresses that the demo prints:",
            "  ./backstitch sql",
            "  ./backstitch sql late_orders --bootstrap 127.0.0.1:9092"
                    + " --registry http://127.0.0.1:8085/apis/ccompat/v7",
            "  ./backstitch sql everything_about --set about=1001 --format json ...",
            "  ./backstitch sql open_carts --follow ...",
            "  ./backstitch sql drift --since 7d --tables my-tables.sql   (security, topic names)",
            "",
            "Exit codes: 0 done; 1 a question could not be answered; 2 wrong usage."
        },
        mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "QUESTION",
            arity = "0..*",
            description = "name of a question in sql/, or any .sql file")
    private List<String> questions = List.of();

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Kafka's address.")
    private String bootstrap;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description =
                    "Schema registry, up to and including .../apis/ccompat/v7 where there is such"
                            + " a path.")
    private String registry;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description =
                    "Read only what was written to the topics since then: 24h, 7d, 2026-11-23, or"
                            + " 2026-11-23T09:00:00Z.")
    private String since;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Arguments of a question; its head says which.")
    private Map<String, String> arguments = new LinkedHashMap<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, csv or json (default ${DEFAULT-VALUE}).")
    private String format;

    @Option(
            names = "--follow",
            description = "Go on when the topics' ends are reached; for streaming questions.")
    private boolean follow;

    @Option(
            names = "--tables",
            paramLabel = "FILE",
            description = "Definitions of the tables (default sql/tables.sql).")
    private Path tables;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("backstitch.home", ".")).resolve("sql");
        if (questions.isEmpty()) {
            list(folder);
            return ExitCodes.OK;
        }
        if (tables == null && (bootstrap == null || registry == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Of which topics? Give --bootstrap and --registry (the demo prints both), or"
                            + " --tables with definitions of your own.");
        }
        List<String> command = process();
        option(command, "--tables", tables == null ? folder.resolve(Questions.TABLES) : tables);
        option(command, "--bootstrap", bootstrap);
        option(command, "--registry", registry);
        option(command, "--since", since);
        option(command, "--format", format);
        arguments.forEach((name, value) -> option(command, "--set", name + "=" + value));
        if (follow) {
            command.add("--follow");
        }
        for (String question : questions) {
            command.add(Questions.find(folder, question).toString());
        }
        Process process = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }

    private void list(Path folder) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> all = Questions.in(folder);
        int width = all.keySet().stream().mapToInt(String::length).max().orElse(0);
        all.forEach(
                (name, question) ->
                        out.println(name + " ".repeat(width - name.length()) + "  " + question));
        out.println();
        out.println("What a question's columns mean, and its arguments: the head of its file in");
        out.println(folder.toAbsolutePath().normalize() + ". How to ask: ./backstitch sql --help");
        out.flush();
    }

    private static List<String> process() {
        Path classPath = Path.of(System.getProperty("backstitch.app", "."), "sql.args");
        if (!Files.isReadable(classPath)) {
            throw new IllegalStateException(
                    "The SQL process has no class path (" + classPath + "). Start ./backstitch.");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-Duser.language=en", "-Duser.country="));
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        // It lives for seconds: what is compiled best pays off later.
        command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("@" + classPath, "io.backstitch.sql.SqlRunner"));
        return command;
    }

    private static void option(List<String> command, String name, Object value) {
        if (value != null) {
            command.add(name);
            command.add(value.toString());
        }
    }
}
