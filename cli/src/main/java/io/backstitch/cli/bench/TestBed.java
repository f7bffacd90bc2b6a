package io.backstitch.cli.bench;

import io.backstitch.cli.Version;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a number belongs to.
 *
 * @param time UTC, ISO-8601
 * @param commit of the sources, {@code +changes} if there are some that are in no commit
 * @param load mean number of processes that wanted to run in the minute before; negative if unknown
 */
record TestBed(
        String time,
        String commit,
        String versions,
        String jdk,
        String system,
        String processor,
        int processors,
        double load) {

    static TestBed here(Clock clock) {
        return new TestBed(
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                commit(Path.of(System.getProperty("backstitch.home", ""))),
                String.join(", ", List.of(new Version().getVersion()).subList(0, 2)),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + System.getProperty("os.arch"),
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String processorName() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            // Not Linux.
        }
        return "unknown processor";
    }

    private static String commit(Path home) {
        String commit = git(home, "rev-parse", "--short=12", "HEAD");
        if (commit == null || commit.isEmpty()) {
            return "unknown";
        }
        String changes = git(home, "status", "--porcelain", "--untracked-files=no");
        return changes == null || changes.isEmpty() ? commit : commit + "+changes";
    }

    /** What git says, or null if it is not there or this is none of its folders. */
    private static String git(Path home, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder("git", "--no-optional-locks");
        builder.command().addAll(List.of(arguments));
        builder.directory(home.toAbsolutePath().toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process git = builder.start();
            String words =
                    new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? words : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
