package io.backstitch.pipeline.kafka;

import io.backstitch.pipeline.kafka.KafkaOptions.OnLostRecords;
import io.backstitch.pipeline.kafka.KafkaOptions.StartFrom;
import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a partition begins, and, apart from it, what happens when the place to continue from is
 * gone. Flink's own initialisers tie the two together, so that a gap would pass unnoticed.
 */
final class Start implements OffsetsInitializer {
    private static final long serialVersionUID = 1L;

    private final OffsetsInitializer place;
    private final OffsetResetStrategy whenLost;

    Start(StartFrom from, OnLostRecords onLost) {
        place =
                from == StartFrom.LATEST
                        ? OffsetsInitializer.latest()
                        : OffsetsInitializer.earliest();
        whenLost =
                onLost == OnLostRecords.FAIL
                        ? OffsetResetStrategy.NONE
                        : OffsetResetStrategy.EARLIEST;
    }

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
        return place.getPartitionOffsets(partitions, retriever);
    }

    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return whenLost;
    }
}
