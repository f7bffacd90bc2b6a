package io.backstitch.sandbox.registry;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running schema registry. It stops with {@link #close()}, or when this JVM is gone. */
public final class ApicurioRegistry implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final long POLL_MILLIS = 50;
    private static final int TAIL_LINES = 25;
    private static final Pattern LISTENING =
            Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final String url;

    private ApicurioRegistry(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a registry on a free port and waits until it answers.
     *
     * @param folder for everything it writes; created if absent; the caller's to delete after close
     * @throws IllegalStateException if its files are missing or it does not come up in two minutes;
     *     the message ends with the last lines of its log
     */
    public static ApicurioRegistry start(Path folder) {
        Path home = folder.toAbsolutePath();
        Path log = home.resolve("registry.log");
        Process process = launch(home, log);
        try {
            return new ApicurioRegistry(process, awaitReady(process, log));
        } catch (IOException | RuntimeException e) {
            stop(process);
            throw e instanceof IllegalStateException known
                    ? known
                    : new IllegalStateException("The schema registry did not start", e);
        } catch (InterruptedException e) {
            stop(process);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the registry was starting", e);
        }
    }

    /** Address for any Confluent client, e.g. {@code http://127.0.0.1:41957/apis/ccompat/v7}. */
    public String url() {
        return url;
    }

    /** Process id of the server. */
    public long pid() {
        return process.pid();
    }

    /** Stops the server and waits until it is gone. Repeated calls do nothing. */
    @Override
    public void close() {
        stop(process);
    }

    private static Process launch(Path home, Path log) {
        Path runner = ApicurioHome.runnerJar();
        try {
            Files.createDirectories(home);
            return ApicurioCommand.in(home, runner, log).start();
        } catch (IOException e) {
            throw new IllegalStateException("The schema registry could not be started", e);
        }
    }

    private static String awaitReady(Process process, Path log)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw failed("ended with exit code " + process.exitValue(), log);
            }
            Matcher listening = LISTENING.matcher(read(log));
            if (listening.find()) {
                String url =
                        "http://127.0.0.1:" + listening.group(1) + ApicurioCommand.COMPATIBLE_API;
                if (answers(url)) {
                    return url;
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw failed("was not ready within " + START_LIMIT.toSeconds() + " s", log);
    }

    private static boolean answers(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url + "/subjects").toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void stop(Process process) {
        try {
            // The end of its standard input: see Leash.
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            // Then there is nothing to tell.
        }
        boolean interrupted = false;
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static IllegalStateException failed(String how, Path log) throws IOException {
        List<String> lines = read(log).lines().toList();
        List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return new IllegalStateException(
                "The schema registry "
                        + how
                        + ". The end of its log ("
                        + log
                        + "):\n  "
                        + String.join("\n  ", tail));
    }

    private static String read(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }
}
