package io.backstitch.cli.trace;

import io.backstitch.cli.trace.Step.Lines;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stitched;
import java.util.ArrayList;
import java.util.List;

/** Tells a receipt to people. */
final class ReceiptText {
    private static final long TRIGGERS_FOR = 72 * 3_600_000L;

    private ReceiptText() {}

    /**
     * @param copies how often it was written
     */
    static Step step(Receipt receipt, int copies) {
        long kafka = receipt.getKafkaTime().toEpochMilli();
        String place =
                Words.sortable(receipt.getTopic(), receipt.getPartition(), receipt.getOffset());
        return new Step(
                kafka,
                place,
                Step.OPERATION,
                receipt.getPersonSeq(),
                receipt.getReceiptId(),
                title(receipt),
                verdict(receipt.getOutcome()),
                lines(receipt, copies),
                receipt);
    }

    private static String title(Receipt receipt) {
        return switch (receipt.getKind()) {
            case IDENTIFY -> "profile update";
            case MERGE -> "merge of two profiles";
            case DELETE -> "deletion of the profile";
            case EVENT, NONE -> receipt.getEventName() == null ? "record" : receipt.getEventName();
        };
    }

    private static String verdict(Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> "DELIVERED";
            case DUPLICATE -> "NOT SENT, seen before";
            case FILTERED -> "NOT SENT";
            case ANNULLED -> "NOT SENT, taken back";
            case REFUSED -> "NOT DELIVERED, refused";
        };
    }

    private static List<Step.Line> lines(Receipt receipt, int copies) {
        Lines lines = new Lines();
        String reason = receipt.getReason();
        if (reason != null) {
            lines.add(
                    receipt.getOutcome() == Outcome.ACCEPTED ? "note" : "why",
                    Reasons.sentence(reason) + " (" + reason + ")");
        }
        if (receipt.getEventTime() != null) {
            lines.add("happened", Words.time(receipt.getEventTime()));
        }
        lines.add(receipt.getOffset() < 0 ? "caused" : "reached Kafka", arrival(receipt));
        lines.add("event", event(receipt));
        lines.add("about", about(receipt));
        lines.add("person", person(receipt));
        lines.add("Customer.io", answer(receipt));
        if (receipt.getOutcome() == Outcome.ACCEPTED) {
            notes(receipt, copies).forEach(note -> lines.add("note", note));
        }
        return lines.list();
    }

    private static String arrival(Receipt receipt) {
        String place = Words.place(receipt.getTopic(), receipt.getPartition(), receipt.getOffset());
        String arrival = Words.time(receipt.getKafkaTime()) + ", " + place;
        Long late = receipt.getLatenessMs();
        if (late == null || receipt.getOffset() < 0) {
            return arrival;
        }
        return late < 0
                ? arrival + ", " + Words.span(-late) + " before it happened by its own clock"
                : arrival + ", " + Words.span(late) + " after it happened";
    }

    private static String event(Receipt receipt) {
        if (receipt.getEventId() == null) {
            return null;
        }
        String from = receipt.getPlatform() == null ? receipt.getSource() : receipt.getPlatform();
        return "derived".equals(receipt.getSource())
                ? receipt.getEventId() + ", made by Backstitch"
                : receipt.getEventId() + ", from " + from;
    }

    private static String about(Receipt receipt) {
        List<String> about = new ArrayList<>();
        if (receipt.getOrderId() != null) {
            about.add("order " + receipt.getOrderId());
        }
        if (receipt.getCartId() != null) {
            about.add("cart " + receipt.getCartId());
        }
        if (receipt.getValueMinor() != null) {
            about.add(Words.money(receipt.getValueMinor(), receipt.getCurrency()));
        }
        return String.join(", ", about);
    }

    private static String person(Receipt receipt) {
        if (receipt.getPerson() == null) {
            return null;
        }
        String how = stitched(receipt.getStitched());
        String person = receipt.getPerson() + (how == null ? "" : ": " + how);
        return receipt.getPersonSeq() == 0
                ? person
                : person
                        + "; number "
                        + receipt.getPersonSeq()
                        + " of all that was decided for them";
    }

    /** How an event found its person, or null. */
    static String stitched(Stitched stitched) {
        return switch (stitched) {
            case KNOWN -> "known when it arrived";
            case HELD -> "not known when it arrived; it was held until they were";
            case EXPIRED -> "nobody said who they were in time; it went out anonymously";
            case HANDOVER ->
                    "moved to them with everything of the identifier that turned out to be theirs";
            case NONE -> null;
        };
    }

    private static String answer(Receipt receipt) {
        String ulid = receipt.getUlid() == null ? "" : ", under the id " + receipt.getUlid();
        String attempts = Words.count(receipt.getAttempts(), "request", "requests");
        return switch (receipt.getOutcome()) {
            case ACCEPTED ->
                    "accepted"
                            + (receipt.getAcceptedTime() == null
                                    ? ""
                                    : " " + Words.time(receipt.getAcceptedTime()))
                            + (receipt.getAttempts() == 0 ? "" : " after " + attempts)
                            + ulid;
            case REFUSED -> "refused after " + attempts + ulid;
            default -> null;
        };
    }

    private static List<String> notes(Receipt receipt, int copies) {
        List<String> notes = new ArrayList<>();
        Long late = receipt.getLatenessMs();
        boolean event = receipt.getKind() == OperationKind.EVENT;
        if (event && late != null && late > TRIGGERS_FOR) {
            notes.add("it came more than 72 hours late: Customer.io triggers nothing on it");
        }
        if (event && receipt.getStitched() == Stitched.EXPIRED) {
            notes.add("an event without a person triggers no campaign");
        }
        if ("none".equals(receipt.getChannel())) {
            notes.add("this person had no address or number that works: a journey reaches nobody");
        }
        if (copies > 1) {
            notes.add(
                    "its receipt was written "
                            + copies
                            + " times: after a failure it was sent again"
                            + (event ? " under the same id, which Customer.io ignores" : ""));
        }
        return notes;
    }
}
