package io.backstitch.cli.stack;

import io.backstitch.sandbox.registry.ApicurioRegistry;
import java.nio.file.Path;
import java.time.Duration;

/** What several runs can share, one after the other: the schema registry and Flink. */
public final class LocalCluster implements AutoCloseable {
    private final ApicurioRegistry registry;
    private final LocalFlink flink;

    private LocalCluster(ApicurioRegistry registry, LocalFlink flink) {
        this.registry = registry;
        this.flink = flink;
    }

    /**
     * @param dir where both may put their files
     * @param slots highest parallelism of a job
     */
    public static LocalCluster start(Path dir, int slots) throws Exception {
        ApicurioRegistry registry = ApicurioRegistry.start(dir.resolve("registry"));
        try {
            return new LocalCluster(registry, LocalFlink.start(dir, slots));
        } catch (Exception e) {
            registry.close();
            throw e;
        }
    }

    public LocalFlink flink() {
        return flink;
    }

    String registryUrl() {
        return registry.url();
    }

    @Override
    public void close() {
        flink.close();
        Closing.within(Duration.ofSeconds(16), "the registry", registry);
    }
}
