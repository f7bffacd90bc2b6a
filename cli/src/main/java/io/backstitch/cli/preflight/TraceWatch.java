package io.backstitch.cli.preflight;

import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Counts what the job leaves behind for people, by reason. */
final class TraceWatch {
    private static final String NEAREST = "nearest planned name: ";

    private TraceWatch() {}

    /** Dead letters. */
    static final class Letters extends ProcessFunction<DeadLetter, Long> {
        private static final long serialVersionUID = 1L;
        private transient Counts counts;

        @Override
        public void open(OpenContext context) {
            counts = Counts.of(getRuntimeContext(), "letters");
        }

        @Override
        public void processElement(DeadLetter letter, Context context, Collector<Long> out) {
            String detail = text(letter.getDetail());
            int nearest = detail.indexOf(NEAREST);
            counts.add(
                    1,
                    "letter",
                    letter.getStage().name(),
                    text(letter.getReason()),
                    text(letter.getTopic()),
                    text(letter.getEventName()),
                    text(letter.getField()),
                    nearest < 0 ? "" : detail.substring(nearest + NEAREST.length()));
        }
    }

    /** Receipts. */
    static final class Receipts extends ProcessFunction<Receipt, Long> {
        private static final long serialVersionUID = 1L;
        private transient Counts counts;

        @Override
        public void open(OpenContext context) {
            counts = Counts.of(getRuntimeContext(), "receipts");
        }

        @Override
        public void processElement(Receipt receipt, Context context, Collector<Long> out) {
            counts.add(
                    1,
                    "receipt",
                    receipt.getOutcome().name(),
                    text(receipt.getReason()),
                    text(receipt.getSource()));
        }
    }

    /** Decisions about who is who. */
    static final class Audits extends ProcessFunction<IdentityAudit, Long> {
        private static final long serialVersionUID = 1L;
        private transient Counts counts;

        @Override
        public void open(OpenContext context) {
            counts = Counts.of(getRuntimeContext(), "audits");
        }

        @Override
        public void processElement(IdentityAudit audit, Context context, Collector<Long> out) {
            counts.add(
                    1,
                    "audit",
                    audit.getDecision().name(),
                    text(audit.getReason()),
                    text(audit.getLevel()));
        }
    }

    private static String text(CharSequence text) {
        return text == null ? "" : text.toString();
    }
}
