package io.backstitch.sandbox.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A running broker. It stops with {@link #close()} or with this JVM; its folder may be started
 * again and still holds its records.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final int ATTEMPTS = 5;
    private static final long ADMIN_SECONDS = 30;
    private static final long LOOK_AGAIN_MS = 10;

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private boolean closed;

    private KafkaBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker on a free port.
     *
     * @param dataDir folder for everything it writes; created if absent
     * @throws IllegalStateException if it cannot start
     */
    public static KafkaBroker start(Path dataDir) {
        Path logDir = dataDir.toAbsolutePath().resolve("log");
        RuntimeException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Files.createDirectories(logDir);
                format(logDir);
                return startOnce(logDir, freePort());
            } catch (Exception e) {
                last = new IllegalStateException("Kafka did not start in " + dataDir, e);
                if (!causedByTakenPort(e)) {
                    throw last;
                }
            }
        }
        throw last;
    }

    /**
     * Starts a stopped broker again, on the same port and with what it held.
     *
     * @param dataDir the folder it was started with
     * @throws IllegalStateException if it cannot start, e.g. because somebody has taken its port
     */
    public KafkaBroker startAgain(Path dataDir) {
        int port = Integer.parseInt(bootstrapServers.substring(bootstrapServers.indexOf(':') + 1));
        try {
            return startOnce(dataDir.toAbsolutePath().resolve("log"), port);
        } catch (IOException e) {
            throw new IllegalStateException("Kafka did not start again in " + dataDir, e);
        }
    }

    /** Where clients connect, e.g. {@code 127.0.0.1:40123}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Creates a topic and waits until whoever asks the broker can see it.
     *
     * @param config topic settings over the broker's, e.g. {@code cleanup.policy}; may be empty
     * @throws IllegalStateException if the broker refuses, e.g. because the topic exists
     */
    public void createTopic(String name, int partitions, Map<String, String> config) {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(config);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(topic)).all().get(ADMIN_SECONDS, TimeUnit.SECONDS);
            awaitVisible(admin, name);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new IllegalStateException("Topic " + name + " was not created: " + cause, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating topic " + name, e);
        }
    }

    /** The controller answers before the broker has heard of the topic. */
    private static void awaitVisible(Admin admin, String name)
            throws ExecutionException, InterruptedException, TimeoutException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(ADMIN_SECONDS);
        while (true) {
            try {
                admin.describeTopics(List.of(name))
                        .allTopicNames()
                        .get(ADMIN_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                boolean unknown = e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!unknown || System.nanoTime() > patience) {
                    throw e;
                }
                Thread.sleep(LOOK_AGAIN_MS);
            }
        }
    }

    /** Stops the broker and waits until it has let go of its folder. Repeated calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
    }

    private static KafkaBroker startOnce(Path logDir, int brokerPort) throws IOException {
        int controllerPort = freePort();
        Properties config = BrokerConfig.of(logDir, brokerPort, controllerPort);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException | Error e) {
            server.shutdown();
            throw e;
        }
        return new KafkaBroker(server, BrokerConfig.address(brokerPort));
    }

    private static void format(Path logDir) throws Exception {
        UUID id = UUID.nameUUIDFromBytes(logDir.toString().getBytes(StandardCharsets.UTF_8));
        new Formatter()
                .setPrintStream(
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(BrokerConfig.NODE_ID)
                .setClusterId(
                        new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits())
                                .toString())
                .addDirectory(logDir.toString())
                .setMetadataLogDirectory(Optional.of(logDir.toString()))
                .setControllerListenerName(BrokerConfig.CONTROLLER)
                .setIgnoreFormatted(true)
                .run();
    }

    /** Somebody else may take the port before the broker binds it; then we try others. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static boolean causedByTakenPort(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof BindException
                    || String.valueOf(t.getMessage()).contains("Address already in use")) {
                return true;
            }
        }
        return false;
    }
}
