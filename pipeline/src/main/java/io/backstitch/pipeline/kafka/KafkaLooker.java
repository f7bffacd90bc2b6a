package io.backstitch.pipeline.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers. An end is that of all that was written, open transactions included: what is
 * being written may still count. What cannot be asked within the patience is missing in the look.
 */
final class KafkaLooker implements Looker {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaLooker.class);

    private final Properties client;
    private final List<String> topics;
    private final Predicate<TopicPartition> ours;
    private final ArrivalTime arrival;
    private final int patienceMs;
    private final Unreadable unreadable;
    private final Map<String, Integer> partitionsAtFirst = new HashMap<>();
    private Admin admin;
    private long deadline;

    /**
     * @param ours whether a partition that appears will be given to this reader
     */
    KafkaLooker(
            Properties client,
            List<String> topics,
            Predicate<TopicPartition> ours,
            ArrivalTime arrival,
            long patienceMs) {
        this.client = client;
        this.topics = topics;
        this.ours = ours;
        this.arrival = arrival;
        this.patienceMs = (int) patienceMs;
        this.unreadable = new Unreadable(client, patienceMs);
    }

    @Override
    public Look look(long startedAt, Map<TopicPartition, Long> positions)
            throws InterruptedException {
        deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
        List<TopicPartition> all = partitions();
        if (all.isEmpty()) {
            return Look.failed(startedAt);
        }
        List<TopicPartition> wanted = new ArrayList<>(positions.keySet());
        List<TopicPartition> strangers = new ArrayList<>();
        for (TopicPartition partition : all) {
            boolean isNew = partition.partition() >= partitionsAtFirst.get(partition.topic());
            if (isNew && !positions.containsKey(partition) && ours.test(partition)) {
                strangers.add(partition);
            }
        }
        wanted.addAll(strangers);
        ListOffsetsResult ends = ask(wanted, OffsetSpec.latest());
        ListOffsetsResult newest = ask(all, OffsetSpec.maxTimestamp());
        Map<TopicPartition, Long> found = new LinkedHashMap<>();
        for (TopicPartition partition : wanted) {
            ListOffsetsResult.ListOffsetsResultInfo end = get(ends.partitionResult(partition));
            if (end != null) {
                found.put(partition, end.offset());
            }
        }
        boolean unassigned = false;
        for (TopicPartition stranger : strangers) {
            Long end = found.remove(stranger);
            unassigned |= end == null || end > 0;
        }
        return new Look(
                startedAt,
                found,
                unreadable.between(positions, found),
                newest(newest, all),
                unassigned);
    }

    private long newest(ListOffsetsResult answers, List<TopicPartition> all)
            throws InterruptedException {
        long newest = PartitionClock.UNKNOWN;
        for (TopicPartition partition : all) {
            ListOffsetsResult.ListOffsetsResultInfo found = get(answers.partitionResult(partition));
            boolean any = found != null && found.offset() >= 0;
            if (any && arrival.isPossible(found.timestamp())) {
                newest = Math.max(newest, found.timestamp());
            }
        }
        return newest;
    }

    /** All partitions of the topics; none if one of the topics cannot be looked at. */
    private List<TopicPartition> partitions() throws InterruptedException {
        if (admin == null) {
            admin = Admin.create(client);
        }
        List<TopicPartition> all = new ArrayList<>();
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(topics, new DescribeTopicsOptions().timeoutMs(patienceMs))
                        .topicNameValues();
        for (String topic : topics) {
            TopicDescription found = get(answers.get(topic));
            if (found == null) {
                return List.of();
            }
            int count = found.partitions().size();
            partitionsAtFirst.putIfAbsent(topic, count);
            for (int partition = 0; partition < count; partition++) {
                all.add(new TopicPartition(topic, partition));
            }
        }
        return all;
    }

    private ListOffsetsResult ask(List<TopicPartition> partitions, OffsetSpec what) {
        Map<TopicPartition, OffsetSpec> questions = new LinkedHashMap<>();
        partitions.forEach(partition -> questions.put(partition, what));
        return admin.listOffsets(
                questions,
                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs(patienceMs));
    }

    /** The answer, or null if there is none. */
    private <T> T get(KafkaFuture<T> answer) throws InterruptedException {
        try {
            long left = Math.max(0, deadline - System.nanoTime());
            return answer.get(left, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("No answer about a partition", e);
            return null;
        }
    }

    @Override
    public void close() {
        unreadable.close();
        if (admin != null) {
            admin.close(java.time.Duration.ZERO);
        }
    }
}
