package io.backstitch.sandbox.registry;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the server is started: small, quick, loopback only, everything it writes in one folder. */
final class ApicurioCommand {

    static final String COMPATIBLE_API = "/apis/ccompat/v7";
    private static final String SERVER_MAIN = "io.quarkus.runner.GeneratedMain";

    private ApicurioCommand() {}

    static ProcessBuilder in(Path folder, Path runnerJar, Path log) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path leash = copyLeash(folder.resolve("leash"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm(folder, temporary));
        command.addAll(server());
        command.add("-cp");
        command.add(runnerJar + File.pathSeparator + leash);
        command.add(Leash.class.getName());
        command.add(SERVER_MAIN);

        ProcessBuilder process = new ProcessBuilder(command);
        // Not the caller's working directory: the server would read config/ and .env there.
        process.directory(folder.toFile());
        process.environment().keySet().removeIf(ApicurioCommand::changesTheServer);
        process.redirectErrorStream(true);
        process.redirectOutput(log.toFile());
        return process;
    }

    private static List<String> jvm(Path folder, Path temporary) {
        return List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // No /tmp/hsperfdata, no crash file in some working directory.
                "-XX:-UsePerfData",
                "-XX:ErrorFile=" + folder.resolve("jvm-crash.log"),
                "-Djava.io.tmpdir=" + temporary,
                "-Dfile.encoding=UTF-8",
                "-Duser.language=en",
                "-Duser.country=",
                "-Duser.timezone=UTC");
    }

    private static List<String> server() {
        return List.of(
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0",
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                "-Dquarkus.banner.enabled=false",
                // Says at INFO which port it got.
                "-Dquarkus.log.category.\"io.quarkus\".level=INFO",
                "-Dapicurio.rules.global.compatibility=BACKWARD");
    }

    private static Path copyLeash(Path folder) throws IOException {
        String name = Leash.class.getName().replace('.', '/') + ".class";
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = Leash.class.getClassLoader().getResourceAsStream(name)) {
            Files.write(file, in.readAllBytes());
        }
        return folder;
    }

    private static boolean changesTheServer(String variable) {
        return variable.startsWith("QUARKUS_")
                || variable.startsWith("APICURIO_")
                || variable.startsWith("SMALLRYE_")
                || variable.equals("JAVA_TOOL_OPTIONS")
                || variable.equals("JDK_JAVA_OPTIONS");
    }
}
