package io.backstitch.sandbox.kafka;

import java.nio.file.Path;
import java.util.Properties;

/** Settings of a small, quick, loopback-only broker that is its own controller. */
final class BrokerConfig {

    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";
    private static final String HOST = "127.0.0.1";
    private static final String FOR_EVER = Long.toString(Long.MAX_VALUE);

    private BrokerConfig() {}

    static String address(int port) {
        return HOST + ":" + port;
    }

    static Properties of(Path logDir, int brokerPort, int controllerPort) {
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", Integer.toString(NODE_ID));
        p.setProperty("log.dirs", logDir.toString());

        String broker = "BROKER://" + address(brokerPort);
        p.setProperty("listeners", broker + "," + CONTROLLER + "://" + address(controllerPort));
        p.setProperty("advertised.listeners", broker);
        p.setProperty(
                "listener.security.protocol.map", "BROKER:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        p.setProperty("inter.broker.listener.name", "BROKER");
        p.setProperty("controller.listener.names", CONTROLLER);
        p.setProperty("controller.quorum.voters", NODE_ID + "@" + address(controllerPort));

        oneOfEach(p);
        anyTimestamp(p);
        // A misspelt topic shall fail, not appear.
        p.setProperty("auto.create.topics.enable", "false");
        return p;
    }

    private static void oneOfEach(Properties p) {
        p.setProperty("offsets.topic.num.partitions", "1");
        p.setProperty("offsets.topic.replication.factor", "1");
        p.setProperty("transaction.state.log.num.partitions", "1");
        p.setProperty("transaction.state.log.replication.factor", "1");
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("share.coordinator.state.topic.num.partitions", "1");
        p.setProperty("share.coordinator.state.topic.replication.factor", "1");
        p.setProperty("share.coordinator.state.topic.min.isr", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "4");
        p.setProperty("background.threads", "2");
    }

    /** Simulated shoppers write with their own clock, years away from ours. */
    private static void anyTimestamp(Properties p) {
        p.setProperty("log.retention.ms", "-1");
        p.setProperty("log.roll.ms", FOR_EVER);
        p.setProperty("log.message.timestamp.type", "CreateTime");
        p.setProperty("log.message.timestamp.before.max.ms", FOR_EVER);
        p.setProperty("log.message.timestamp.after.max.ms", FOR_EVER);
    }
}
