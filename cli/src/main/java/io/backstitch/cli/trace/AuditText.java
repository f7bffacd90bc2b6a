package io.backstitch.cli.trace;

import io.backstitch.cli.trace.Step.Lines;
import io.backstitch.schemas.wire.IdentityAudit;

/** Tells an identity decision to people. */
final class AuditText {
    private AuditText() {}

    static Step step(IdentityAudit audit) {
        String reason = audit.getReason();
        Lines lines = new Lines();
        lines.add("decided", sentence(audit));
        if (reason != null) {
            lines.add("why", Reasons.sentence(reason) + " (" + reason + ")");
        }
        lines.add("as of", Words.time(audit.getEventTime()));
        lines.add(
                audit.getOffset() < 0 ? "caused" : "learned from",
                Words.place(audit.getTopic(), audit.getPartition(), audit.getOffset())
                        + (audit.getEventId() == null ? "" : ", event " + audit.getEventId()));
        return new Step(
                audit.getKafkaTime().toEpochMilli(),
                Words.sortable(audit.getTopic(), audit.getPartition(), audit.getOffset()),
                Step.DECISION,
                0,
                audit.getAuditId(),
                "identity",
                audit.getDecision().name(),
                lines.list(),
                audit);
    }

    static String sentence(IdentityAudit audit) {
        String it = name(audit.getLevel(), audit.getIdentifier());
        String owner =
                audit.getOwner() == null ? "nobody" : name(audit.getOwnerLevel(), audit.getOwner());
        return switch (audit.getDecision()) {
            case LINKED -> it + " belongs to " + owner;
            case CONFIRMED -> it + " belongs to " + owner + ", as was known";
            case REFUSED -> it + " was not given to " + owner;
            case HANDED_OVER -> "everything of " + it + " moved to " + owner;
            case EXPIRED ->
                    Words.count(audit.getCount(), "event", "events")
                            + " held at "
                            + it
                            + " went out anonymously";
            case REVISED -> "an earlier decision about " + it + " turned out to be wrong";
            case MERGE_NEEDED -> "two profiles remain: " + it + " and " + owner;
            case SHARED -> it + " belongs to too many people: it no longer says whose an event is";
            case ALIASED -> it + " was joined to " + owner + " by an explicit instruction";
            case ERASED -> "everything under " + it + " was erased";
        };
    }

    private static String name(String level, String value) {
        String plain = level.endsWith("+") ? level.substring(0, level.length() - 1) : level;
        String word =
                switch (plain) {
                    case "anonymous_id" -> "device";
                    case "cart_id" -> "cart";
                    case "order_id" -> "order";
                    case "customer_id" -> "customer";
                    default -> plain;
                };
        return word + " " + value;
    }
}
