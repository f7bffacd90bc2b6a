package io.backstitch.sandbox.registry;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the server's files: the folder named by the system property {@value #PROPERTY}, else {@code
 * sandbox/target/apicurio} in a folder above our own jar or above the working directory.
 */
public final class ApicurioHome {

    /** System property with the folder of an unpacked Apicurio Registry. */
    public static final String PROPERTY = "backstitch.apicurio.dir";

    private static final Path BUILT = Path.of("sandbox", "target", "apicurio");

    private ApicurioHome() {}

    /**
     * The server's runnable jar.
     *
     * @throws IllegalStateException if there is none; the message says what to do
     */
    static Path runnerJar() {
        List<Path> folders = candidates();
        for (Path folder : folders) {
            Path jar = runnerIn(folder);
            if (jar != null) {
                return jar;
            }
        }
        throw new IllegalStateException(
                "The schema registry server (Apicurio) is missing. Looked for"
                        + " apicurio-registry-app-*-runner.jar in "
                        + folders
                        + ". The build fetches it: run ./mvnw -Dfast package, or set -D"
                        + PROPERTY
                        + " to the folder of an unpacked one.");
    }

    private static List<Path> candidates() {
        String configured = System.getProperty(PROPERTY);
        if (configured != null) {
            return List.of(Path.of(configured).toAbsolutePath());
        }
        List<Path> folders = new ArrayList<>();
        addAbove(ourCode(), folders);
        addAbove(Path.of("").toAbsolutePath(), folders);
        return folders;
    }

    private static void addAbove(Path start, List<Path> folders) {
        for (Path at = start; at != null; at = at.getParent()) {
            Path folder = at.resolve(BUILT);
            if (Files.isDirectory(folder) && !folders.contains(folder)) {
                folders.add(folder);
            }
        }
    }

    private static Path ourCode() {
        try {
            return Path.of(
                    ApicurioHome.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Our own code has no usable place", e);
        }
    }

    private static Path runnerIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot list " + folder, e);
        }
    }
}
