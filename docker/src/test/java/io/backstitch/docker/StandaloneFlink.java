package io.backstitch.docker;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Flink session cluster of separate JVMs on 127.0.0.1: one job manager, one task manager, started
 * as a distribution's scripts start them (its own memory arithmetic, its own default JVM options
 * and nothing of ours). All files, logs included, go to the folder given to {@link #start}.
 */
final class StandaloneFlink implements AutoCloseable {
    /** {@code env.java.opts.all} of the {@code conf/config.yaml} that Flink 2.3 ships. */
    private static final List<String> DISTRIBUTION_OPTIONS =
            List.of(
                    "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
                    "--add-exports=jdk.compiler/com.sun.tools.javac.api=ALL-UNNAMED",
                    "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
                    "--add-exports=jdk.compiler/com.sun.tools.javac.parser=ALL-UNNAMED",
                    "--add-exports=jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED",
                    "--add-exports=jdk.compiler/com.sun.tools.javac.util=ALL-UNNAMED",
                    "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.net=ALL-UNNAMED",
                    "--add-opens=java.base/java.io=ALL-UNNAMED",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                    "--add-opens=java.base/java.text=ALL-UNNAMED",
                    "--add-opens=java.base/java.time=ALL-UNNAMED",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                    "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
                    "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED");

    private static final Duration START = Duration.ofMinutes(3);

    private final Path folder;
    private final String classPath;
    private final FlinkRest rest;
    private final List<Process> processes = new ArrayList<>();

    private StandaloneFlink(Path folder, String classPath, FlinkRest rest) {
        this.folder = folder;
        this.classPath = classPath;
        this.rest = rest;
    }

    /**
     * Starts a cluster and waits until its slots are there.
     *
     * @param lib folder with the jars of a distribution's {@code lib/}
     * @param folder an empty folder for configuration, logs and state
     */
    static StandaloneFlink start(Path lib, Path folder, int slots) throws IOException {
        int rpcPort = freePort();
        int restPort = freePort();
        StandaloneFlink flink =
                new StandaloneFlink(
                        folder,
                        lib.toAbsolutePath() + "/*",
                        new FlinkRest(URI.create("http://127.0.0.1:" + restPort)));
        try {
            flink.writeConfiguration(rpcPort, restPort, slots);
            flink.startProcesses();
            await().atMost(START).until(() -> flink.slots() == slots);
            return flink;
        } catch (RuntimeException | IOException e) {
            IOException told = new IOException(e.getMessage() + "\n" + flink.logTail(), e);
            flink.close();
            throw told;
        }
    }

    FlinkRest rest() {
        return rest;
    }

    /** The ends of all log files: what a failed test should show. */
    String logTail() {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("jobmanager", "taskmanager")) {
            try {
                List<String> lines = Files.readAllLines(log(name));
                text.append("--- ").append(name).append('\n');
                lines.subList(Math.max(0, lines.size() - 40), lines.size())
                        .forEach(line -> text.append(line).append('\n'));
            } catch (IOException e) {
                text.append("--- ").append(name).append(": no log\n");
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        Collections.reverse(processes);
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        processes.clear();
    }

    private int slots() throws IOException {
        for (Process process : processes) {
            if (!process.isAlive()) {
                throw new IllegalStateException("a Flink process ended: " + process.exitValue());
            }
        }
        JsonNode overview = rest.overviewOrNull();
        return overview == null ? 0 : overview.path("slots-total").asInt();
    }

    private void writeConfiguration(int rpcPort, int restPort, int slots) throws IOException {
        Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("log"));
        Files.createDirectories(folder.resolve("tmp"));
        Files.writeString(
                folder.resolve("conf/config.yaml"),
                """
                jobmanager.rpc.address: 127.0.0.1
                jobmanager.bind-host: 127.0.0.1
                jobmanager.rpc.port: %d
                jobmanager.memory.process.size: 1024m
                rest.address: 127.0.0.1
                rest.bind-address: 127.0.0.1
                rest.port: %d
                taskmanager.host: 127.0.0.1
                taskmanager.bind-host: 127.0.0.1
                taskmanager.numberOfTaskSlots: %d
                taskmanager.memory.process.size: 1728m
                taskmanager.memory.managed.fraction: 0.2
                io.tmp.dirs: %s
                web.tmpdir: %s
                """
                        .formatted(rpcPort, restPort, slots, tmp(), tmp()));
        Files.writeString(
                folder.resolve("conf/log4j.properties"),
                """
                rootLogger.level = info
                rootLogger.appenderRef.console.ref = console
                appender.console.type = Console
                appender.console.name = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %d{HH:mm:ss,SSS} %-5p %c{1} - %m%n
                """);
    }

    private void startProcesses() throws IOException {
        // Both at once: each answer takes a JVM start.
        Process jobManagerMemory = arithmetic("GET_JM_RESOURCE_PARAMS");
        Process taskManagerMemory = arithmetic("GET_TM_RESOURCE_PARAMS");
        List<List<String>> jobManager = answer(jobManagerMemory);
        List<List<String>> taskManager = answer(taskManagerMemory);
        start(
                "jobmanager",
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                jobManager);
        start(
                "taskmanager",
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                taskManager);
    }

    private Process arithmetic(String command) throws IOException {
        List<String> line = new ArrayList<>(List.of(java(), "-cp", classPath));
        line.addAll(List.of("org.apache.flink.runtime.util.bash.BashJavaUtils", command));
        line.addAll(List.of("--configDir", folder.resolve("conf").toString()));
        return new ProcessBuilder(line)
                .redirectError(folder.resolve("log/" + command + ".err").toFile())
                .start();
    }

    /** JVM options first, {@code -D key=value} arguments second. */
    private static List<List<String>> answer(Process arithmetic) throws IOException {
        String out = new String(arithmetic.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String prefix = "BASH_JAVA_UTILS_EXEC_RESULT:";
        List<List<String>> answers =
                out.lines()
                        .filter(line -> line.startsWith(prefix))
                        .map(line -> line.substring(prefix.length()).strip())
                        .map(line -> Arrays.asList(line.split("\\s+")))
                        .toList();
        if (answers.size() != 2) {
            throw new IOException("BashJavaUtils answered: " + out);
        }
        return answers;
    }

    private void start(String name, String mainClass, List<List<String>> parameters)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(java()));
        line.addAll(parameters.get(0));
        line.addAll(DISTRIBUTION_OPTIONS);
        line.add("-Djava.io.tmpdir=" + tmp());
        line.add("-Dlog4j2.configurationFile=" + folder.resolve("conf/log4j.properties").toUri());
        line.addAll(List.of("-cp", classPath, mainClass));
        line.addAll(List.of("--configDir", folder.resolve("conf").toString()));
        line.addAll(parameters.get(1));
        processes.add(
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(log(name).toFile())
                        .start());
    }

    private Path log(String name) {
        return folder.resolve("log/" + name + ".log");
    }

    private Path tmp() {
        return folder.resolve("tmp");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The jars a cluster would load, for a message when there are none. */
    static long jars(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar")).count();
        }
    }
}
