package io.backstitch.cli.bench;

import io.backstitch.cli.stack.LocalFlink;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;

/**
 * The other end of {@link JobProcess}: a process with nothing in it but Flink and the job.
 *
 * <p>Obeys one line at a time on standard input ({@code run FILE PARALLELISM}, {@code status},
 * {@code cancel}) and answers each with one line. Ends as soon as standard input does, so it never
 * outlives its parent, however that ends.
 */
public final class JobHost {
    /** How an answer begins. */
    static final String DONE = "bench-done ";

    static final String FAILED = "bench-failed ";

    private final LocalFlink flink;
    private JobID job;

    private JobHost(LocalFlink flink) {
        this.flink = flink;
    }

    /**
     * @param args folder for Flink's files, number of slots
     */
    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        ExecutorService obeying = Executors.newSingleThreadExecutor();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            JobHost host =
                    new JobHost(LocalFlink.start(Path.of(args[0]), Integer.parseInt(args[1])));
            answers.println(DONE + "started");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String order = line;
                obeying.execute(() -> answers.println(host.answer(order)));
            }
        } catch (Exception e) {
            answers.println(FAILED + oneLine(e));
        }
        // At once: an order under way must not keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    private String answer(String order) {
        try {
            return DONE + obey(order.split("\t"));
        } catch (Exception e) {
            return FAILED + oneLine(e);
        }
    }

    private String obey(String[] words) throws Exception {
        switch (words[0]) {
            case "run" -> job = flink.submit(config(words[1]), Integer.parseInt(words[2]), null);
            case "cancel" -> flink.cancel(job);
            case "status" -> {
                return flink.status(job).name();
            }
            default -> throw new IllegalArgumentException("unknown order " + words[0]);
        }
        return job.toHexString();
    }

    private static Configuration config(String file) throws Exception {
        Properties entries = new Properties();
        entries.load(new StringReader(Files.readString(Path.of(file), StandardCharsets.UTF_8)));
        Configuration config = new Configuration();
        entries.forEach((key, value) -> config.setString((String) key, (String) value));
        return config;
    }

    private static String oneLine(Exception e) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            words.append(words.isEmpty() ? "" : "; because: ").append(cause);
        }
        return words.toString().replaceAll("\\s+", " ");
    }
}
