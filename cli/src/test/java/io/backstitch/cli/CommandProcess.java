package io.backstitch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One {@code ./backstitch} command as a process of its own, started as the launcher does it. */
public final class CommandProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private CommandProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * @param home where its {@code target/} is
     * @param options for the JVM
     */
    public static CommandProcess start(Path home, List<String> options, String... arguments)
            throws IOException {
        return start(System.getProperty("java.class.path"), home, options, arguments);
    }

    /** The same with a class path of its own. */
    public static CommandProcess start(
            String classPath, Path home, List<String> options, String... arguments)
            throws IOException {
        Path temporary = Files.createDirectories(home.resolve("target").resolve("tmp"));
        List<String> command = new ArrayList<>();
        // A build in the background ignores Ctrl-C, and so would its children.
        command.addAll(List.of("env", "--default-signal=INT,TERM"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-Duser.language=en", "-Duser.country="));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-Dbackstitch.home=" + home);
        command.add("-Dbackstitch.log=file");
        command.add("-Dbackstitch.log.file=" + home.resolve("target/command.log"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        return new CommandProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Child processes, e.g. the schema registry. */
    public List<ProcessHandle> children() {
        return process.toHandle().descendants().toList();
    }

    /** The process and its children. */
    public List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), children().stream())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Waits until it has said this; returns the line. */
    public String awaitLine(String part) {
        await(part)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> said(part) != null || !process.isAlive());
        await().atMost(Duration.ofSeconds(30)).until(() -> said(part) != null || !reader.isAlive());
        assertThat(said(part)).as("'%s' in:%n%s", part, output()).isNotNull();
        return said(part);
    }

    private String said(String part) {
        return lines.stream().filter(line -> line.contains(part)).findFirst().orElse(null);
    }

    public String output() {
        return String.join("\n", lines);
    }

    /**
     * @param name INT, TERM or KILL
     */
    public void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    public int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("has ended; said:%n%s", output())
                .isTrue();
        reader.join(30_000);
        return process.exitValue();
    }

    @Override
    public void close() {
        children().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
