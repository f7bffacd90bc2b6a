package io.backstitch.cli.trace;

import io.backstitch.cli.trace.Step.Lines;
import io.backstitch.schemas.wire.DeadLetter;

/** Tells a dead letter to people, without its payload. */
final class LetterText {
    private LetterText() {}

    static Step step(DeadLetter letter) {
        String topic = letter.getTopic();
        String reason = letter.getReason();
        boolean part = letter.getUlid() != null && letter.getDeadLetterId().indexOf('/') >= 0;
        Lines lines = new Lines();
        lines.add("why", Reasons.sentence(reason) + " (" + reason + ")");
        lines.add("detail", letter.getDetail());
        lines.add("field", letter.getField());
        lines.add("stage", stage(letter));
        lines.add("event", letter.getEventId());
        lines.add(
                letter.getOffset() < 0 ? "caused" : "reached Kafka",
                Words.time(letter.getKafkaTime())
                        + ", "
                        + Words.place(topic, letter.getPartition(), letter.getOffset()));
        lines.add("operation", letter.getUlid());
        lines.add("dead letter", letter.getDeadLetterId());
        return new Step(
                letter.getKafkaTime().toEpochMilli(),
                Words.sortable(topic, letter.getPartition(), letter.getOffset()),
                Step.DEAD_LETTER,
                0,
                letter.getDeadLetterId(),
                title(letter, part),
                part ? "NOT DELIVERED, the rest was" : "NOT DELIVERED, dead letter",
                lines.list(),
                letter);
    }

    private static String title(DeadLetter letter, boolean part) {
        if (part) {
            return "attribute";
        } else if (letter.getEventName() != null) {
            return letter.getEventName();
        }
        return letter.getWholeRecord() ? "whole record" : "operation";
    }

    private static String stage(DeadLetter letter) {
        return switch (letter.getStage()) {
            case INGEST -> "reading the record";
            case NORMALISE -> "checking it against the data contract";
            case IDENTITY -> "finding its person";
            case PERSON -> "the person's ledger";
            case DELIVER -> "delivery to Customer.io";
        };
    }
}
