package io.backstitch.pipeline.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks at topics before the job starts, so that what is missing is told in one sentence. */
final class Topics {
    private static final int PATIENCE_MS = 15_000;

    private Topics() {}

    /**
     * The number of partitions of each topic.
     *
     * @throws IllegalStateException if a topic does not exist or the brokers do not answer
     */
    static Map<String, Integer> partitions(Properties client, Collection<String> topics) {
        return ask(client, admin -> describe(admin, topics));
    }

    /**
     * The names of all topics but Kafka's own.
     *
     * @throws IllegalStateException if the brokers do not answer
     */
    static Set<String> names(Properties client) {
        return ask(
                client,
                admin -> admin.listTopics().names().get(PATIENCE_MS, TimeUnit.MILLISECONDS));
    }

    /** Something to ask Kafka. */
    private interface Question<T> {
        T ask(Admin admin) throws ExecutionException, InterruptedException, TimeoutException;
    }

    private static <T> T ask(Properties client, Question<T> question) {
        Properties config = new Properties();
        config.putAll(client);
        config.putIfAbsent("request.timeout.ms", PATIENCE_MS);
        config.putIfAbsent("default.api.timeout.ms", PATIENCE_MS);
        try (Admin admin = Admin.create(config)) {
            return question.ask(admin);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new IllegalStateException(
                    "Kafka at "
                            + client.getProperty("bootstrap.servers")
                            + " does not answer ("
                            + cause.getMessage()
                            + "). Check kafka.bootstrap-servers and kafka.client.*.",
                    cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking Kafka for its topics", e);
        }
    }

    private static Map<String, Integer> describe(Admin admin, Collection<String> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Integer> partitions = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(topics).topicNameValues();
        for (String topic : topics) {
            try {
                TopicDescription found = answers.get(topic).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
                partitions.put(topic, found.partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                missing.add(topic);
            }
        }
        if (missing.isEmpty()) {
            return partitions;
        }
        throw new IllegalStateException(
                "Kafka has no topic "
                        + String.join(", ", missing)
                        + ". Create it, or fix its name.");
    }
}
