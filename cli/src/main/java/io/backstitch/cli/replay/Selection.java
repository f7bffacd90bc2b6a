package io.backstitch.cli.replay;

import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Stage;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which dead letters are meant. An empty set or null asks for nothing.
 *
 * @param since their record reached Kafka then or later
 * @param until their record reached Kafka before then
 */
record Selection(
        Set<String> ids,
        Set<Stage> stages,
        Set<String> reasons,
        Set<String> events,
        Set<String> topics,
        Instant since,
        Instant until)
        implements Predicate<DeadLetter> {

    @Override
    public boolean test(DeadLetter letter) {
        return wants(ids, letter.getDeadLetterId())
                && wants(stages, letter.getStage())
                && wants(reasons, letter.getReason())
                && wants(events, letter.getEventName())
                && wants(topics, letter.getTopic())
                && (since == null || !letter.getKafkaTime().isBefore(since))
                && (until == null || letter.getKafkaTime().isBefore(until));
    }

    private static <T> boolean wants(Set<T> wanted, T found) {
        return wanted.isEmpty() || found != null && wanted.contains(found);
    }
}
