package io.backstitch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code backstitch sql}: hands a file to {@code io.backstitch.sql.SqlRunner} in a process of its
 * own, because Flink's SQL bundles must not meet the job's libraries on one class path.
 */
@Command(
        name = "sql",
        description = "Run a file of Flink SQL once over the topics as they are now.",
        mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "for example sql/deliveries_by_hour.sql")
    private Path file;

    @Option(names = "--bootstrap", required = true, description = "Kafka, HOST:PORT")
    private String bootstrap;

    @Option(
            names = "--registry",
            required = true,
            description = "schema registry, e.g. http://127.0.0.1:8085/apis/ccompat/v7")
    private String registry;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path classPath = Path.of(System.getProperty("backstitch.app", "."), "sql.args");
        if (!Files.isReadable(classPath)) {
            throw new IllegalStateException(
                    "The SQL process has no class path (" + classPath + "). Start ./backstitch.");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-Duser.language=en", "-Duser.country="));
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        command.add("-XX:-UsePerfData");
        command.addAll(List.of("@" + classPath, "io.backstitch.sql.SqlRunner"));
        command.addAll(List.of("--bootstrap", bootstrap, "--registry", registry));
        command.add(file.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }
}
