package io.backstitch.cli.faults;

import io.backstitch.sandbox.shoppers.SimulatedRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Every record comes one to three times, shuffled within minutes, some in another partition. */
final class Disorder implements Fault {
    private static final long SHUFFLED_MS = 4 * 60_000;

    /** A copy of a record, and when it is written on the shoppers' clock. */
    private record Copy(SimulatedRecord record, int partition, long at) {}

    @Override
    public String name() {
        return "disorder";
    }

    @Override
    public String what() {
        return "each record one to three times, shuffled within 4 minutes, across partitions";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        SplittableRandom random = new SplittableRandom(scene.seed());
        List<Copy> copies = new ArrayList<>();
        for (SimulatedRecord record : scene.simulation().records()) {
            if (record.onlyForTheClock()) {
                copies.add(new Copy(record, record.partition(), record.kafkaTime()));
                continue;
            }
            int times = random.nextInt(1, 4);
            for (int i = 0; i < times; i++) {
                boolean elsewhere = i > 0 && random.nextBoolean();
                copies.add(
                        new Copy(
                                record,
                                elsewhere ? random.nextInt(Stage.PARTITIONS) : record.partition(),
                                record.kafkaTime() + random.nextLong(SHUFFLED_MS)));
            }
        }
        copies.sort(Comparator.comparingLong(Copy::at));
        int slice = Math.max(20, copies.size() / 60);
        for (int i = 0; i < copies.size(); i++) {
            Copy copy = copies.get(i);
            scene.tape().write(copy.record(), copy.partition(), scene.tape().value(copy.record()));
            if (i % slice == 0) {
                scene.tape().flush();
                Thread.sleep(40);
            }
        }
        scene.tape().flush();
        scene.allWritten();
        scene.injected("records written", copies.size());
        scene.injected("of these repeats", copies.size() - scene.simulation().records().size());
        scene.recovering();
    }
}
