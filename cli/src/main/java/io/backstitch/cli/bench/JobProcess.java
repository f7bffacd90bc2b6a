package io.backstitch.cli.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;

/** A JVM that runs Flink and the job, and nothing else. Ends with this process at the latest. */
final class JobProcess implements AutoCloseable {
    private static final String HEAP = "-Xmx2g";

    private final Path dir;
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    private JobProcess(Path dir, Process process) {
        this.dir = dir;
        this.process = process;
        this.orders =
                new BufferedWriter(
                        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts the JVM and the Flink cluster in it.
     *
     * @param dir folder for all of its files
     * @param slots highest parallelism of the job
     * @throws IllegalStateException if it does not start
     */
    static JobProcess start(Path dir, int slots) throws IOException {
        Path tmp = Files.createDirectories(dir.resolve("tmp"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        HEAP,
                        "-XX:-UsePerfData",
                        "-Dfile.encoding=UTF-8",
                        "-Duser.language=en",
                        "-Duser.country=",
                        "-Djava.io.tmpdir=" + tmp,
                        "-XX:ErrorFile=" + dir.resolve("jvm-crash.log")));
        String log = System.getProperty("backstitch.log.file");
        if (log != null) {
            command.add("-Dbackstitch.log=file");
            command.add("-Dbackstitch.log.file=" + log.replaceAll("\\.log$", "") + "-job.log");
        }
        command.add(JobHost.class.getName());
        command.add(dir.toString());
        command.add(Integer.toString(slots));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        JobProcess started = new JobProcess(dir, builder.start());
        try {
            started.answer();
            return started;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** What the JVM may use as heap, for the report. */
    static String heap() {
        return HEAP;
    }

    /**
     * Writes the configuration where {@link #submit} expects it, so that submitting costs nothing
     * but that.
     *
     * @return the file
     */
    Path prepare(String name, Configuration config) throws IOException {
        Properties entries = new Properties();
        entries.putAll(config.toMap());
        Path file = dir.resolve(name + ".properties");
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            entries.store(out, null);
        }
        return file;
    }

    /** Submits the job; it has been accepted when this returns. */
    void submit(Path config, int parallelism) throws IOException {
        ask("run\t" + config + "\t" + parallelism);
    }

    /** Flink's word for the job's state. */
    String status() throws IOException {
        return ask("status");
    }

    /** Ends the job; the JVM stays. */
    void cancel() throws IOException {
        ask("cancel");
    }

    /** CPU time of the whole JVM so far, user and system, or null where it cannot be told. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(null);
    }

    private String ask(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
        return answer();
    }

    private String answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(JobHost.DONE)) {
                return line.substring(JobHost.DONE.length());
            }
            if (line.startsWith(JobHost.FAILED)) {
                throw new IllegalStateException(
                        "the job's process: " + line.substring(JobHost.FAILED.length()));
            }
        }
        throw new IllegalStateException("the job's process has ended");
    }

    @Override
    public void close() {
        try {
            orders.close();
        } catch (IOException e) {
            // It has ended already.
        }
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
