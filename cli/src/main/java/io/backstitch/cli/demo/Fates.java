package io.backstitch.cli.demo;

import io.backstitch.sandbox.shoppers.Fate;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.RecordTruth;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Receipt;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of each input according to receipts and dead letters: by event id and position of the
 * record it came in, and by position alone.
 */
final class Fates {
    /** Kinds of fate, as far as one can tell without knowing the person. */
    enum Kind {
        ACCEPTED,
        DUPLICATE,
        FILTERED,
        DEAD;

        /**
         * What truth expects, coarsely: an effect or its repetition, or none for one of two
         * reasons.
         */
        static Kind of(Fate fate) {
            return switch (fate) {
                case DELIVERED, DELIVERED_ANONYMOUS -> ACCEPTED;
                case DUPLICATE -> DUPLICATE;
                case FILTERED -> FILTERED;
                case DEAD_LETTER -> DEAD;
            };
        }

        /** An effect, or the repetition of one: who repeats what is P5's business. */
        boolean effective() {
            return this == ACCEPTED || this == DUPLICATE;
        }
    }

    /** What became of one occurrence. */
    static final class Occurrence {
        final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        long kafkaTime;
    }

    final Map<String, Map<String, Occurrence>> byEvent = new HashMap<>();
    final Map<String, Occurrence> byPosition = new HashMap<>();

    Fates(List<Receipt> receipts, List<DeadLetter> deadLetters) {
        for (Receipt receipt : receipts) {
            Kind kind = kind(receipt);
            if (kind != null && !receipt.getSource().equals("derived")) {
                note(
                        receipt.getEventId(),
                        receipt.getTopic()
                                + "-"
                                + receipt.getPartition()
                                + "@"
                                + receipt.getOffset(),
                        receipt.getKafkaTime().toEpochMilli(),
                        kind);
            }
        }
        for (DeadLetter letter : deadLetters) {
            if (letter.getWholeRecord() || letter.getEventId() != null) {
                note(
                        letter.getWholeRecord() ? null : letter.getEventId(),
                        letter.getTopic() + "-" + letter.getPartition() + "@" + letter.getOffset(),
                        letter.getKafkaTime().toEpochMilli(),
                        Kind.DEAD);
            }
        }
    }

    /** Whether every input has a fate, whichever. */
    boolean complete(Truth truth) {
        for (EventTruth event : truth.events()) {
            if (byEvent.getOrDefault(event.eventId(), Map.of()).size() < event.arrivals().size()) {
                return false;
            }
        }
        for (RecordTruth record : truth.records()) {
            if (record.fate() != null && !byPosition.containsKey(record.position())) {
                return false;
            }
        }
        return true;
    }

    private static Kind kind(Receipt receipt) {
        boolean input =
                receipt.getKind() == OperationKind.EVENT || receipt.getKind() == OperationKind.NONE;
        if (!input) {
            return null;
        }
        return switch (receipt.getOutcome()) {
            case ACCEPTED -> Kind.ACCEPTED;
            case DUPLICATE -> Kind.DUPLICATE;
            case FILTERED -> Kind.FILTERED;
            case REFUSED -> Kind.DEAD;
            case ANNULLED -> null;
        };
    }

    private void note(String eventId, String position, long kafkaTime, Kind kind) {
        add(byPosition.computeIfAbsent(position, p -> new Occurrence()), kafkaTime, kind);
        if (eventId != null) {
            Map<String, Occurrence> occurrences =
                    byEvent.computeIfAbsent(eventId, id -> new TreeMap<>());
            add(occurrences.computeIfAbsent(position, p -> new Occurrence()), kafkaTime, kind);
        }
    }

    private static void add(Occurrence occurrence, long kafkaTime, Kind kind) {
        occurrence.kafkaTime = kafkaTime;
        occurrence.kinds.add(kind);
    }
}
