package io.backstitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real ./mvnw, with a small archive in place of Maven and a folder in place of Central. */
@DisabledOnOs(OS.WINDOWS)
class WrapperTest {
    private static final String PLACE = "org/apache/maven/apache-maven/9.9.9";
    private static final String ARCHIVE = "apache-maven-9.9.9-bin.tar.gz";

    @TempDir Path folder;
    private Path tree;
    private Path mirror;

    @BeforeEach
    void layOutTree() throws Exception {
        Path root = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().getParent();
        tree = Files.createDirectories(folder.resolve("a tree"));
        mirror = folder.resolve("mirror");
        Files.createDirectories(tree.resolve(".mvn/wrapper"));
        for (String file : List.of("mvnw", ".mvn/jdk.sh", ".mvn/wrapper/Download.java")) {
            Files.copy(root.resolve(file), tree.resolve(file));
        }
        Path archive = archive();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));
        pin(HexFormat.of().formatHex(digest));
    }

    @Test
    void fetchesOnceAndRunsWhatItFetched() throws Exception {
        Run first = mvnw(Map.of(), "-B", "two words");
        Files.delete(mirror.resolve(PLACE).resolve(ARCHIVE));
        Run second = mvnw(Map.of(), "verify");

        assertThat(first.code).as(first.out).isZero();
        assertThat(first.out).contains("fetching apache-maven-9.9.9").contains("ran -B|two words|");
        assertThat(second.code).isZero();
        assertThat(second.out).isEqualTo("ran verify|\n");
    }

    @Test
    void downloadsWithTheJdkWhereThereIsNeitherCurlNorWget() throws Exception {
        Run run = mvnw(Map.of("PATH", toolsWithoutDownloaders().toString()), "verify");

        assertThat(run.code).as(run.out).isZero();
        assertThat(run.out).contains("ran verify|");
    }

    @Test
    void installsNothingThatIsNotWhatWasPinned() throws Exception {
        pin("0".repeat(64));
        Run run = mvnw(Map.of(), "verify");

        assertThat(run.code).isEqualTo(ExitCodes.USAGE);
        assertThat(run.out).contains("expected 0000").contains("nothing was installed");
        assertThat(
                        Files.exists(
                                folder.resolve(
                                        "home/.m2/wrapper/dists/apache-maven-9.9.9/000000000000")))
                .isFalse();
    }

    @Test
    void aMirrorWithoutTheArchiveIsNamed() throws Exception {
        Files.delete(mirror.resolve(PLACE).resolve(ARCHIVE));
        Run run = mvnw(Map.of(), "verify");

        assertThat(run.code).isEqualTo(ExitCodes.USAGE);
        assertThat(run.out).contains("cannot fetch file:").contains("MVNW_REPOURL");
    }

    private Path archive() throws Exception {
        Path maven = folder.resolve("apache-maven-9.9.9");
        Files.createDirectories(maven.resolve("bin"));
        Path program = maven.resolve("bin/mvn");
        Files.writeString(program, "#!/bin/sh\nprintf 'ran '; printf '%s|' \"$@\"; echo\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path archive = mirror.resolve(PLACE).resolve(ARCHIVE);
        Files.createDirectories(archive.getParent());
        Process tar =
                new ProcessBuilder("tar", "-czf", archive.toString(), "apache-maven-9.9.9")
                        .directory(folder.toFile())
                        .start();
        assertThat(tar.waitFor()).isZero();
        return archive;
    }

    private void pin(String sha256) throws IOException {
        Files.writeString(
                tree.resolve(".mvn/wrapper/maven-wrapper.properties"),
                "distributionUrl=https://repo.maven.apache.org/maven2/"
                        + PLACE
                        + "/"
                        + ARCHIVE
                        + "\ndistributionSha256Sum="
                        + sha256
                        + "\n");
    }

    private Path toolsWithoutDownloaders() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool :
                List.of(
                        "sh",
                        "dirname",
                        "basename",
                        "sed",
                        "cut",
                        "tr",
                        "tar",
                        "gzip",
                        "mktemp",
                        "mv",
                        "rm",
                        "mkdir",
                        "readlink")) {
            Path real = Path.of("/usr/bin", tool);
            Files.createSymbolicLink(
                    tools.resolve(tool), Files.exists(real) ? real : Path.of("/bin", tool));
        }
        return tools;
    }

    private Run mvnw(Map<String, String> environment, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", tree.resolve("mvnw").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment()
                .putAll(
                        Map.of(
                                "PATH", "/usr/bin:/bin",
                                "HOME", folder.resolve("home").toString(),
                                "JDK_FOLDERS", System.getProperty("java.home"),
                                "MVNW_REPOURL", mirror.toUri().toString()));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out);
    }

    private record Run(int code, String out) {}
}
