package io.backstitch.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** Opens the fat jar that a Flink cluster is given: what must be in it, and what must not. */
class JobJarIT {
    private static final Path JAR = Path.of(System.getProperty("backstitch.job.jar"));

    /** Everything else in the jar is a dependency that nobody decided to ship. */
    private static final List<String> ALLOWED =
            List.of(
                    "io/backstitch/pipeline/",
                    "io/backstitch/schemas/",
                    "org/apache/flink/connector/kafka/",
                    "org/apache/flink/streaming/connectors/kafka/",
                    "org/apache/flink/streaming/util/serialization/",
                    "org/apache/kafka/",
                    "org/apache/avro/",
                    "org/apache/commons/compress/",
                    "org/apache/commons/codec/",
                    "org/apache/commons/io/",
                    "org/apache/commons/lang3/",
                    "org/apache/hc/",
                    "com/fasterxml/jackson/",
                    "com/google/i18n/phonenumbers/",
                    "com/github/luben/zstd/",
                    "org/yaml/snakeyaml/",
                    "org/xerial/snappy/",
                    "net/jpountz/");

    /** The cluster's own, or a test's; named one by one so that a failure says which it is. */
    private static final List<String> FORBIDDEN =
            List.of(
                    "io/backstitch/sandbox/",
                    "io/backstitch/cli/",
                    "org/apache/flink/api/",
                    "org/apache/flink/core/",
                    "org/apache/flink/runtime/",
                    "org/apache/flink/streaming/api/",
                    "org/apache/flink/state/",
                    "org/apache/flink/connector/base/",
                    "org/apache/flink/avro/",
                    "org/slf4j/",
                    "org/apache/logging/",
                    "org/apache/log4j/",
                    "ch/qos/logback/",
                    "org/junit/",
                    "junit/",
                    "org/assertj/",
                    "net/jqwik/",
                    "com/tngtech/",
                    "com/esotericsoftware/kryo/",
                    "scala/",
                    "kafka/server/",
                    "org/rocksdb/");

    @Test
    void holdsOnlyListedPackages() throws IOException {
        assertThat(classes())
                .as("classes outside the listed packages")
                .allSatisfy(name -> assertThat(ALLOWED).anyMatch(name::startsWith));
    }

    @Test
    void carriesNothingOfTheClusterAndNoTestCode() throws IOException {
        assertThat(classes()).noneMatch(name -> FORBIDDEN.stream().anyMatch(name::startsWith));
        assertThat(classes()).noneMatch(name -> name.matches(".*(Test|IT|TestCase)\\.class"));
        assertThat(entries()).noneMatch(name -> name.matches("(log4j.*|logback.*|junit.*)"));
    }

    @Test
    void isUnsignedAndKeepsItsLicences() throws IOException {
        assertThat(entries())
                .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA)"))
                .contains("META-INF/LICENSE", "META-INF/NOTICE");
    }

    @Test
    void serviceFilesAreMergedAndNameClassesThatAreThere() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> services =
                    entries().stream()
                            .filter(name -> name.matches("META-INF/services/[^/]+"))
                            .toList();
            assertThat(services).isNotEmpty();
            for (String service : services) {
                for (String provider : lines(jar, service)) {
                    assertThat(jar.getEntry(provider.replace('.', '/') + ".class"))
                            .as(service + " names " + provider)
                            .isNotNull();
                }
            }
            assertThat(lines(jar, "META-INF/services/com.fasterxml.jackson.core.JsonFactory"))
                    .as("JSON's and YAML's factory, from two jars")
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void startsTheJob() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Main-Class"))
                    .isEqualTo("io.backstitch.pipeline.job.BackstitchJob");
            assertThat(jar.getEntry("io/backstitch/pipeline/job/BackstitchJob.class")).isNotNull();
            assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
        }
    }

    private static List<String> classes() throws IOException {
        return entries().stream()
                .filter(name -> name.endsWith(".class"))
                .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", ""))
                .toList();
    }

    private static List<String> entries() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }

    private static List<String> lines(JarFile jar, String entry) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
