package io.backstitch.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumerator;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SplitOwnersTest {

    @Test
    void theConnectorDistributesPartitionsAsWeThink() throws Exception {
        Method theirs =
                KafkaSourceEnumerator.class.getDeclaredMethod(
                        "getSplitOwner", TopicPartition.class, int.class);
        theirs.setAccessible(true);
        for (String topic : List.of("mparticle.batches", "orders", "a", "zzzzzzzzzzzz")) {
            for (int parallelism = 1; parallelism < 9; parallelism++) {
                for (int partition = 0; partition < 9; partition++) {
                    assertThat(SplitOwners.owner(topic, partition, parallelism))
                            .isEqualTo(
                                    theirs.invoke(
                                            null,
                                            new TopicPartition(topic, partition),
                                            parallelism));
                }
            }
        }
    }

    @Test
    void noSubtaskIsLeftWithoutAPartition() {
        assertThat(SplitOwners.highestParallelism(Map.of("mparticle.batches", 1), 4)).isEqualTo(1);
        assertThat(SplitOwners.highestParallelism(Map.of("mparticle.batches", 4), 4)).isEqualTo(4);
        assertThat(SplitOwners.highestParallelism(Map.of("mparticle.batches", 8), 3)).isEqualTo(3);
    }

    @Test
    void twoTopicsWhosePartitionsMeetOnOneSubtaskCountAsOne() {
        String other = "a";
        while (SplitOwners.owner(other, 0, 2) != SplitOwners.owner("orders", 0, 2)) {
            other += "a";
        }

        assertThat(SplitOwners.highestParallelism(Map.of("orders", 1, other, 1), 2)).isEqualTo(1);
    }
}
