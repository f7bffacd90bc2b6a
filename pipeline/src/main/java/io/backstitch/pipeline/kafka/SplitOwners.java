package io.backstitch.pipeline.kafka;

import java.util.BitSet;
import java.util.Map;

/**
 * Which source subtask the connector gives a partition to. A subtask that gets none would hold the
 * pipeline's clock back for ever, since it never sees a time.
 */
final class SplitOwners {
    private SplitOwners() {}

    /**
     * @param partitions number of partitions by topic
     * @return the highest parallelism up to {@code wanted} at which no subtask stays without
     *     partition
     */
    static int highestParallelism(Map<String, Integer> partitions, int wanted) {
        int parallelism = wanted;
        while (parallelism > 1 && !everySubtaskOwnsOne(partitions, parallelism)) {
            parallelism--;
        }
        return parallelism;
    }

    private static boolean everySubtaskOwnsOne(Map<String, Integer> partitions, int parallelism) {
        BitSet owners = new BitSet(parallelism);
        for (Map.Entry<String, Integer> topic : partitions.entrySet()) {
            for (int partition = 0; partition < topic.getValue(); partition++) {
                owners.set(owner(topic.getKey(), partition, parallelism));
            }
        }
        return owners.cardinality() == parallelism;
    }

    /** As the connector computes it; a test holds the two together. */
    static int owner(String topic, int partition, int parallelism) {
        int first = ((topic.hashCode() * 31) & 0x7FFFFFFF) % parallelism;
        return (first + partition) % parallelism;
    }
}
