package io.backstitch.cli.bench;

import io.backstitch.cli.demo.Evidence;
import io.backstitch.cli.demo.Promises;
import io.backstitch.cli.demo.Verdict;
import io.backstitch.cli.demo.World;
import io.backstitch.cli.stack.LocalParts;
import io.backstitch.cli.stack.TopicReader;
import io.backstitch.sandbox.customerio.Behaviour;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.sandbox.shoppers.ShopperSimulation;
import io.backstitch.sandbox.shoppers.SimulatedRecord;
import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.sandbox.shoppers.SimulationOptions;
import io.backstitch.sandbox.shoppers.SimulationWriter;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** Shoppers' records in a broker of their own, with an empty Customer.io sandbox beside it. */
final class Backlog implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final long WEEK_SECONDS = 7 * 86_400;
    private static final String RECEIPTS = "backstitch.receipts";
    private static final String DEAD_LETTERS = "backstitch.dead-letters";
    private static final String AUDIT = "backstitch.identity-audit";
    private static final String BALANCE = "backstitch.audit";
    private static final String VIOLATIONS = "backstitch.violations";

    private final LocalParts parts;
    private final Simulation simulation;

    private Backlog(LocalParts parts, Simulation simulation) {
        this.parts = parts;
        this.simulation = simulation;
    }

    /**
     * Starts the parts and writes everything; nobody reads it yet.
     *
     * @param dir an empty folder
     */
    static Backlog write(Path dir, int shoppers, long seed) throws Exception {
        Simulation simulation =
                ShopperSimulation.generate(
                        SimulationOptions.of(seed, shoppers).withPartitions(PARTITIONS));
        LocalParts parts =
                LocalParts.start(
                        dir, SandboxOptions.builder().clock(Behaviour.ClockMode.TRAFFIC).build());
        try (SchemaRegistry registry = parts.registryClient();
                SimulationWriter writer = new SimulationWriter(parts.kafkaClient(), registry)) {
            SimulationWriter.createTopics(parts.kafkaClient(), PARTITIONS);
            for (String topic : List.of(RECEIPTS, DEAD_LETTERS, AUDIT, BALANCE, VIOLATIONS)) {
                parts.broker().createTopic(topic, PARTITIONS, Map.of("retention.ms", "-1"));
            }
            writer.writeAll(simulation.records().iterator());
            return new Backlog(parts, simulation);
        } catch (Exception e) {
            parts.close();
            throw e;
        }
    }

    Configuration jobConfig() {
        return parts.jobConfig();
    }

    CustomerIoSandbox sandbox() {
        return parts.sandbox();
    }

    /** Records in the broker. */
    long records() {
        return simulation.truth().recordCount();
    }

    /** Everything that must have a fate. */
    long inputs() {
        return simulation.truth().inputs();
    }

    /** What shoppers and their orders caused: inputs without what only moves the clock. */
    long events() {
        long clock = simulation.records().stream().filter(SimulatedRecord::onlyForTheClock).count();
        return inputs() - clock;
    }

    /** The topics where fates appear. */
    OutputEnds output() {
        return new OutputEnds(parts.kafkaClient(), List.of(RECEIPTS, DEAD_LETTERS), PARTITIONS);
    }

    /** Compares what the sandbox and the output topics hold with the simulator's truth. */
    List<Verdict> judge() throws Exception {
        List<SimulatedRecord> all = simulation.records();
        sandbox().settle();
        sandbox().setClock(all.get(all.size() - 1).kafkaTime() / 1000 + WEEK_SECONDS);
        Map<String, Object> client = parts.kafkaClient();
        try (SchemaRegistry registry = parts.registryClient();
                TopicReader<Receipt> receipts =
                        new TopicReader<>(client, registry, RECEIPTS, Receipt.class);
                TopicReader<DeadLetter> deadLetters =
                        new TopicReader<>(client, registry, DEAD_LETTERS, DeadLetter.class)) {
            return Promises.judge(
                    new Evidence(
                            simulation.truth(),
                            World.of(sandbox()),
                            receipts.read(),
                            deadLetters.read(),
                            Contract.packaged(),
                            null));
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
