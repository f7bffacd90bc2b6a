package io.backstitch.pipeline.kafka;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Looks at the ends of partitions. May block; never called by a task's thread. */
interface Looker extends AutoCloseable {
    /**
     * @param startedAt monotonic ms, now
     * @param positions where the reader will go on, by partition; negative: at the beginning
     */
    Look look(long startedAt, Map<TopicPartition, Long> positions) throws InterruptedException;

    @Override
    void close();
}
