package io.backstitch.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the files under test are, and what the root pom pins. */
final class Repository {
    /** This module's folder, {@code docker/}. */
    static final Path DOCKER = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();

    static final Path ROOT = DOCKER.getParent();

    private Repository() {}

    /** A version from the root pom's properties, e.g. {@code flink.version}. */
    static String pinned(String property) throws IOException {
        Matcher matcher =
                Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<")
                        .matcher(Files.readString(ROOT.resolve("pom.xml")));
        if (!matcher.find()) {
            throw new IllegalStateException("the root pom has no property " + property);
        }
        return matcher.group(1);
    }

    /** All of the job's code, to look names up in. */
    static String pipelineSources() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.walk(ROOT.resolve("pipeline/src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                code.append(Files.readString(file));
            }
        }
        return code.toString();
    }
}
