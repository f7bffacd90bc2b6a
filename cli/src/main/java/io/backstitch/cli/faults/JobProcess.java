package io.backstitch.cli.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;

/** The job in a process of its own, started as {@code ./backstitch run} starts it. */
final class JobProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String STOPPED = "Stopped. Savepoint: ";
    private static final int KILLED = 128 + 9;
    private static final String METADATA = "_metadata";
    private static final String CONFIG = "backstitch.yaml";

    private final Path dir;
    private final Path checkpoints;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private Process process;
    private Thread reader;
    private volatile boolean replaced;
    private long before = -1;

    private JobProcess(Path dir, Path checkpoints) {
        this.dir = dir;
        this.checkpoints = checkpoints;
    }

    /**
     * Starts it; returns when it runs.
     *
     * @param dir for its files
     * @param savepoint to go on from
     */
    static JobProcess start(Path dir, Configuration settings, String savepoint) throws Exception {
        Path checkpoints = Files.createDirectories(dir.resolve("checkpoints"));
        Configuration own = new Configuration(settings);
        own.setString("flink.execution.checkpointing.dir", checkpoints.toUri().toString());
        own.setString(
                "flink.execution.checkpointing.savepoint-dir",
                dir.resolve("savepoints").toUri().toString());
        Files.writeString(dir.resolve(CONFIG), yaml(own), StandardCharsets.UTF_8);
        JobProcess started = new JobProcess(dir, checkpoints);
        started.goOn(savepoint);
        return started;
    }

    private void goOn(String savepoint) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-Duser.language=en", "-Duser.country="));
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(dir.resolve("tmp")));
        command.add("-Dbackstitch.home=" + System.getProperty("backstitch.home", ""));
        command.add("-Dbackstitch.log=file");
        command.add("-Dbackstitch.log.file=" + log(dir));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(LeashedMain.class.getName());
        command.addAll(List.of("run", "--config", dir.resolve(CONFIG).toString()));
        command.addAll(List.of("--parallelism", Integer.toString(Stage.PARALLELISM)));
        command.addAll(List.of("--savepoint", savepoint));
        lines.clear();
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = new Thread(() -> read(process), "output of the job");
        reader.setDaemon(true);
        reader.start();
        awaitLine("The job is RUNNING");
        replaced = false;
    }

    /** Beside our own, which stays; else with the other files. */
    private static String log(Path dir) {
        String own = System.getProperty("backstitch.log.file");
        return own == null ? dir.resolve("job.log").toString() : own + ".job";
    }

    private static String yaml(Configuration settings) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> option : settings.toMap().entrySet()) {
            String value = option.getValue().replace("'", "''");
            text.append(option.getKey()).append(": '").append(value).append("'\n");
        }
        return text.toString();
    }

    private void read(Process process) {
        try (BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("its output broke off: " + e.getMessage());
        }
    }

    private String awaitLine(String part) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            boolean over = !reader.isAlive();
            for (String line : lines) {
                if (line.contains(part)) {
                    return line;
                }
            }
            if (over || System.nanoTime() > until) {
                throw new IllegalStateException(
                        "the job's process did not say '" + part + "' but: " + lines);
            }
            Thread.sleep(20);
        }
    }

    /** Whether it runs, or is just being replaced after it was killed. */
    boolean isAlive() {
        return replaced || process.isAlive();
    }

    /** Completed since the first start: numbers go on where those of a savepoint ended. */
    synchronized long checkpoints() throws IOException {
        Optional<Path> newest = newest();
        if (newest.isEmpty()) {
            return 0;
        }
        long number = number(newest.get());
        before = before < 0 ? number - 1 : before;
        return number - before;
    }

    private Optional<Path> newest() throws IOException {
        Path newest = null;
        try (Stream<Path> files = Files.find(checkpoints, 3, (path, is) -> isComplete(path))) {
            for (Path file : files.toList()) {
                Path folder = file.getParent();
                newest = newest == null || number(folder) > number(newest) ? folder : newest;
            }
        } catch (java.io.UncheckedIOException e) {
            // One is being deleted while we look.
            return newest();
        }
        return Optional.ofNullable(newest);
    }

    private static boolean isComplete(Path path) {
        return path.endsWith(METADATA)
                && path.getParent().getFileName().toString().startsWith("chk-");
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
    }

    /** SIGKILL, and another process that goes on from the last checkpoint that is left. */
    void killAndGoOn() throws IOException, InterruptedException {
        replaced = true;
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != KILLED) {
            throw new IllegalStateException("the job's process was not killed: " + process);
        }
        Path checkpoint =
                newest().orElseThrow(() -> new IllegalStateException("no checkpoint is left"));
        goOn(checkpoint.toUri().toString());
    }

    /** Stops it with a savepoint; returns where that is. */
    String stop() throws InterruptedException {
        // Not the process itself: that would end its standard input too, and so the leash.
        process.toHandle().destroy();
        return awaitLine(STOPPED).substring(STOPPED.length());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
