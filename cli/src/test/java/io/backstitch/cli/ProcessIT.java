package io.backstitch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The demo as a process among others: what it opens, and what is left when it goes. */
@EnabledOnOs(OS.LINUX)
class ProcessIT {
    private static final Path HOME = Path.of("target", "process-it").toAbsolutePath();
    private static final String STAYS = "Everything stays up";

    @BeforeEach
    void noLeftOvers() throws IOException {
        Files.createDirectories(HOME);
    }

    @Test
    void twoDemosSideBySideOnLoopbackOnlyAndCtrlCPutsEverythingAway() throws Exception {
        try (CommandProcess alone = demo("--headless", "--shoppers", "20");
                CommandProcess staying = demo("--shoppers", "20")) {
            staying.awaitLine(STAYS);
            List<ProcessHandle> children = staying.children();
            assertThat(children).as("the registry").hasSize(1);
            assertThat(listeners(staying)).hasSizeGreaterThan(5).allMatch(ProcessIT::loopback);
            assertThat(openFiles(staying)).noneMatch(ProcessIT::outside);

            staying.signal("INT");
            assertThat(staying.exitCode()).as(staying.output()).isEqualTo(130);
            assertThat(staying.output()).contains("Stopping ...").doesNotContain("rror:");
            assertGone(children);
            assertThat(alone.exitCode()).as(alone.output()).isEqualTo(ExitCodes.OK);
        }
        assertThat(runs()).isEmpty();
    }

    @Test
    void killedOutrightItTakesItsChildAlongAndTheNextStartCleansUp() throws Exception {
        List<Path> left;
        try (CommandProcess killed = demo("--shoppers", "20")) {
            killed.awaitLine("first half");
            List<ProcessHandle> children = killed.children();
            killed.signal("KILL");
            assertThat(killed.exitCode()).isEqualTo(137);
            assertGone(children);
            left = runs();
            assertThat(left).isNotEmpty();
        }
        try (CommandProcess next = demo("--shoppers", "20")) {
            next.awaitLine("Starting Flink");
            assertThat(runs()).doesNotContainAnyElementsOf(left);
            List<ProcessHandle> children = next.children();
            next.signal("TERM");
            assertThat(next.exitCode()).as(next.output()).isEqualTo(143);
            assertGone(children);
        }
        assertThat(runs()).isEmpty();
    }

    @Test
    void failureIsAMessageAndEndsEverything() throws Exception {
        try (CommandProcess failing = demo("--headless", "--shoppers", "20")) {
            failing.awaitLine("Starting Flink");
            List<ProcessHandle> children = failing.children();
            children.forEach(ProcessHandle::destroyForcibly);
            assertThat(failing.exitCode()).as(failing.output()).isEqualTo(ExitCodes.FAILED);
            assertThat(failing.output())
                    .contains("error: ")
                    .contains("The schema registry does not answer")
                    .doesNotContain("\tat ");
        }
        assertThat(runs()).isEmpty();
    }

    private static CommandProcess demo(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("demo"));
        all.addAll(List.of(arguments));
        return CommandProcess.start(HOME, List.of(), all.toArray(String[]::new));
    }

    private static void assertGone(List<ProcessHandle> processes) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static List<Path> runs() throws IOException {
        Path runs = HOME.resolve("target/runs");
        if (!Files.exists(runs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(runs)) {
            return files.toList();
        }
    }

    /** Local addresses of the listening sockets of the process and its children, as in /proc. */
    private static List<String> listeners(CommandProcess command) throws IOException {
        List<String> addresses = new ArrayList<>();
        for (long pid : command.pids()) {
            Set<String> own = new HashSet<>(links(pid));
            for (String table : List.of("tcp", "tcp6")) {
                for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
                    String[] fields = line.trim().split("\\s+");
                    if (fields[3].equals("0A") && own.contains("socket:[" + fields[9] + "]")) {
                        addresses.add(fields[1]);
                    }
                }
            }
        }
        return addresses;
    }

    /** 127.0.0.1, ::ffff:127.0.0.1 or ::1, in the kernel's byte order. */
    private static boolean loopback(String address) {
        String host = address.substring(0, address.indexOf(':'));
        return host.equals("0100007F")
                || host.equals("0000000000000000FFFF00000100007F")
                || host.equals("00000000000000000000000001000000");
    }

    private static Set<String> openFiles(CommandProcess command) throws IOException {
        Set<String> files = new HashSet<>();
        for (long pid : command.pids()) {
            files.addAll(links(pid));
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/maps"))) {
                int path = line.indexOf('/');
                if (path > 0) {
                    files.add(line.substring(path));
                }
            }
        }
        return files;
    }

    private static List<String> links(long pid) throws IOException {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : open.toList()) {
                try {
                    targets.add(Files.readSymbolicLink(descriptor).toString());
                } catch (IOException e) {
                    // Closed meanwhile.
                }
            }
        }
        return targets;
    }

    /** Below a folder for temporary files, unless the whole project lies there. */
    private static boolean outside(String file) {
        return Stream.of("/tmp/", "/var/tmp/", "/dev/shm/").anyMatch(file::startsWith)
                && !file.startsWith(HOME.toString())
                && !file.endsWith(".jar");
    }
}
