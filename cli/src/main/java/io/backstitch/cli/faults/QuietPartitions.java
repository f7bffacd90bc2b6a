package io.backstitch.cli.faults;

import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;

/** Partitions fall silent and wake, and a new one appears: the clock must not stand still. */
final class QuietPartitions implements Fault {
    private static final int LAST = Stage.PARTITIONS - 1;
    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final long LEEWAY_MS = 30 * 60_000;
    private static final String ABANDONED = "cart_abandoned";

    /** The topic keeps it: whoever comes later has one more partition without traffic. */
    private final AtomicInteger newest = new AtomicInteger(LAST);

    @Override
    public String name() {
        return "quiet-partitions";
    }

    @Override
    public String what() {
        return "one partition silent, all but one silent, then awake; one added while running";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.shop(0.1);
        scene.writeBy(
                (tape, next) ->
                        tape.write(next, Math.min(next.partition(), LAST - 1), tape.value(next)));
        scene.shop(0.35);
        expectTimeToPass(scene, "while one partition is silent");
        scene.writeBy((tape, next) -> tape.write(next, 0, tape.value(next)));
        scene.shop(0.6);
        expectTimeToPass(scene, "while all partitions but one are silent");
        addPartition(scene);
        scene.writeBy(
                (tape, next) -> {
                    boolean moves =
                            next.partition() == LAST
                                    && next.topic().equals(Simulation.BATCHES_TOPIC);
                    tape.write(next, moves ? newest.get() : next.partition(), tape.value(next));
                });
        scene.shop(0.8);
        scene.recovering();
        expectTimeToPass(scene, "after all have woken");
        scene.injected("partitions silent", "1, then 3");
        scene.injected("partitions added", 1);
    }

    private void addPartition(Scene scene) throws Exception {
        try (Admin admin = Admin.create(scene.stage().parts().kafkaClient())) {
            int count =
                    admin.describeTopics(List.of(Simulation.BATCHES_TOPIC))
                            .allTopicNames()
                            .get()
                            .get(Simulation.BATCHES_TOPIC)
                            .partitions()
                            .size();
            admin.createPartitions(
                            Map.of(Simulation.BATCHES_TOPIC, NewPartitions.increaseTo(count + 1)))
                    .all()
                    .get();
            newest.set(count);
        }
    }

    /** Carts whose time has come are announced although partitions are silent. */
    private static void expectTimeToPass(Scene scene, String when) throws Exception {
        Set<String> due = new HashSet<>();
        for (CartTruth cart : scene.simulation().truth().carts()) {
            boolean unanswered = !cart.suppressed() && !cart.recovered();
            if (cart.announced() && unanswered && cart.deadline() + LEEWAY_MS < scene.now()) {
                due.add(cart.cartId());
            }
        }
        long start = System.nanoTime();
        boolean all =
                scene.await(
                        PATIENCE,
                        () -> {
                            scene.sandbox().events().stream()
                                    .filter(event -> event.activity().name().equals(ABANDONED))
                                    .forEach(
                                            event ->
                                                    due.remove(
                                                            event.activity()
                                                                    .attributes()
                                                                    .tree()
                                                                    .path("cart_id")
                                                                    .asText()));
                            return due.isEmpty();
                        });
        scene.check(all, due.size() + " carts were not announced in 12 s " + when);
        scene.injected(
                "seconds until carts were announced " + when,
                (System.nanoTime() - start) / 100_000_000L / 10.0);
    }
}
