package io.backstitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real launcher script in a small tree of its own, with a Maven that only counts its calls. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String STUB_MAIN =
            """
            package io.backstitch.cli;
            public class Main {
                public static void main(String[] args) {
                    System.out.println("args=" + String.join("|", args));
                    System.out.println("pid=" + ProcessHandle.current().pid());
                    System.out.println("language=" + System.getProperty("user.language"));
                    if (args.length > 0 && args[0].equals("exit")) System.exit(7);
                }
            }
            """;

    private static final String STUB_MAVEN =
            """
            #!/bin/sh
            here=$(dirname "$0")
            echo "$@" >>"$here/builds"
            echo "[INFO] Building Backstitch :: Stub 0.1-SNAPSHOT                  [1/1]"
            [ -e "$here/broken" ] && echo "[ERROR] cannot find symbol: Foo" && exit 1
            for module in cli sql; do
                mkdir -p "$here/$module/target"
                cp "$here/stub.jar" "$here/$module/target/backstitch-$module-0.1.jar"
                : >"$here/$module/target/classpath.txt"
            done
            """;

    @TempDir Path tree;

    @BeforeEach
    void layOutTree() throws Exception {
        Path root = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().getParent();
        Files.createDirectories(tree.resolve(".mvn"));
        Files.copy(root.resolve("backstitch"), tree.resolve("backstitch"));
        Files.copy(root.resolve(".mvn/jdk.sh"), tree.resolve(".mvn/jdk.sh"));
        executable(tree.resolve("backstitch"));
        Files.writeString(tree.resolve("mvnw"), STUB_MAVEN);
        executable(tree.resolve("mvnw"));
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        Files.createDirectories(tree.resolve("a b/src/main"));
        Files.createDirectories(tree.resolve("a b/src/test"));
        Files.writeString(tree.resolve("a b/src/main/A.java"), "class A {}");
        stubJar();
    }

    @Test
    void buildsOnceAndPassesArgumentsThrough() throws Exception {
        Run first = launch(Map.of(), "run", "two words", "*");
        Run second = launch(Map.of(), "run");

        assertThat(first.code).isZero();
        assertThat(first.err).contains("building Backstitch").contains("Stub [1/1]");
        assertThat(first.out).contains("args=run|two words|*").contains("language=en");
        assertThat(second.code).isZero();
        assertThat(second.err).isEmpty();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void argumentsAreUtf8WhateverTheLocale() throws Exception {
        // From a file: a JVM started without a locale cannot hand over the letter itself.
        Files.writeString(
                tree.resolve("call"), "exec '" + tree.resolve("backstitch") + "' run zoë\n");
        ProcessBuilder call = new ProcessBuilder("/bin/bash", tree.resolve("call").toString());
        call.environment().clear();
        call.environment()
                .putAll(
                        Map.of(
                                "PATH",
                                "/usr/bin:/bin",
                                "HOME",
                                "" + tree,
                                "JDK_FOLDERS",
                                ownJdk()));

        assertThat(finish(call.start()).out).contains("args=run|zoë");
    }

    @Test
    void rebuildsWhenSourcesOrPomsChangedAndOnlyThen() throws Exception {
        launch(Map.of(), "run");

        Files.writeString(tree.resolve("a b/src/test/ATest.java"), "class ATest {}");
        Files.writeString(tree.resolve("README.md"), "text");
        launch(Map.of(), "run");
        assertThat(builds()).hasSize(1);

        Files.writeString(tree.resolve("a b/src/main/A.java"), "class A { }");
        launch(Map.of(), "run");
        assertThat(builds()).hasSize(2);

        Files.writeString(tree.resolve("pom.xml"), "<project><!-- changed --></project>");
        launch(Map.of(), "run");
        assertThat(builds()).hasSize(3);

        Files.delete(tree.resolve("a b/src/main/A.java"));
        launch(Map.of(), "run");
        assertThat(builds()).hasSize(4);
    }

    @Test
    void exitCodeAndProcessAreTheCommandsOwn() throws Exception {
        launch(Map.of(), "run");
        Process process = start(Map.of(), "exit");
        long pid = process.pid();
        Run run = finish(process);

        assertThat(run.code).isEqualTo(7);
        assertThat(run.out).as("signals reach the JVM itself").contains("pid=" + pid);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Process one = start(Map.of(), "run");
        Process two = start(Map.of(), "run");

        assertThat(finish(one).code).isZero();
        assertThat(finish(two).code).isZero();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void failedBuildShowsItsErrorsAndRunsNothing() throws Exception {
        Files.writeString(tree.resolve("broken"), "");
        Run run = launch(Map.of(), "run");

        assertThat(run.code).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err).contains("[ERROR] cannot find symbol: Foo").contains("build.log");
        assertThat(run.out).isEmpty();
    }

    @Test
    void helpNeedsNoBuild() throws Exception {
        Run run = launch(Map.of(), "--help");

        assertThat(run.code).isZero();
        assertThat(run.out).contains("Usage: ./backstitch COMMAND");
        assertThat(tree.resolve("builds")).doesNotExist();
        Main.commandLine()
                .getSubcommands()
                .keySet()
                .forEach(
                        command ->
                                assertThat(run.out)
                                        .as("a line '#: %s ...' in ./backstitch", command)
                                        .contains("\n  " + command + " "));
    }

    @Test
    void brokenJavaHomeIsIgnoredWithANote() throws Exception {
        Run run = launch(Map.of("JAVA_HOME", "/nowhere", "JDK_FOLDERS", ownJdk()), "run");

        assertThat(run.code).isZero();
        assertThat(run.err).contains("note: JAVA_HOME=/nowhere is not a JDK 17 or newer; ignored");
    }

    @Test
    void withoutAnyJavaSaysWhichPackageToInstall() throws Exception {
        Path noJava = toolsWithoutJava();
        Run run = launch(Map.of("PATH", noJava.toString(), "JDK_FOLDERS", ""), "run");

        assertThat(run.code).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err).contains("no Java was found").contains("openjdk-17-jdk-headless");
        assertThat(tree.resolve("builds")).doesNotExist();
    }

    @Test
    void withARuntimeAloneSaysThatTheCompilerIsMissing() throws Exception {
        Path onlyJava = toolsWithoutJava();
        Files.createSymbolicLink(onlyJava.resolve("java"), Path.of(ownJdk(), "bin", "java"));
        Run run = launch(Map.of("PATH", onlyJava.toString(), "JDK_FOLDERS", ""), "run");

        assertThat(run.code).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err)
                .contains("without the compiler")
                .contains("sudo apt-get install openjdk-17-jdk-headless");
    }

    private Run launch(Map<String, String> environment, String... args) throws Exception {
        return finish(start(environment, args));
    }

    private Process start(Map<String, String> environment, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/bash"));
        command.add(tree.resolve("backstitch").toString());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("HOME", tree.resolve("home").toString());
        builder.environment().put("JDK_FOLDERS", ownJdk());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Run finish(Process process) throws Exception {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out, err);
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(tree.resolve("builds"));
    }

    private Path toolsWithoutJava() throws IOException {
        Path tools = Files.createDirectories(tree.resolve("tools"));
        for (String tool :
                List.of("dirname", "cat", "sed", "find", "cksum", "sort", "tr", "readlink")) {
            Path real = Path.of("/usr/bin", tool);
            Files.createSymbolicLink(
                    tools.resolve(tool), Files.exists(real) ? real : Path.of("/bin", tool));
        }
        return tools;
    }

    private void stubJar() throws IOException {
        Path source = tree.resolve("stub/Main.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, STUB_MAIN);
        Path classes = Files.createDirectories(tree.resolve("stub/classes"));
        int compiled =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(compiled).isZero();
        String entry = "io/backstitch/cli/Main.class";
        try (OutputStream file = Files.newOutputStream(tree.resolve("stub.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry(entry));
            Files.copy(classes.resolve(entry), jar);
        }
    }

    private static String ownJdk() {
        return System.getProperty("java.home");
    }

    private static void executable(Path file) {
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private record Run(int code, String out, String err) {}
}
