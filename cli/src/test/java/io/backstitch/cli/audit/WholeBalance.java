package io.backstitch.cli.audit;

import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stage;
import java.util.ArrayList;
import java.util.List;

/** The balance of a job that has come to rest, beside what its receipts and dead letters say. */
public final class WholeBalance {
    private final Sheet.Row all = new Sheet.Row();
    private final List<String> faults;

    /**
     * @param balances of one checkpoint
     */
    public WholeBalance(List<BalanceAudit> balances) {
        Checkpoint checkpoint = new Checkpoint("job", 1);
        balances.forEach(checkpoint::add);
        Sheet sheet = new Sheet(checkpoint, null);
        faults = new ArrayList<>(sheet.faults());
        if (!checkpoint.isComplete()) {
            faults.add("not complete");
        }
        for (Sheet.Row row : sheet.rows().values()) {
            all.received += row.received;
            all.accepted += row.accepted;
            all.duplicates += row.duplicates;
            all.filtered += row.filtered;
            all.deadLetters += row.deadLetters;
            all.held += row.held;
            all.waiting += row.waiting;
            all.pending += row.pending;
            all.underWay += row.underWay;
        }
    }

    /**
     * Everything that is wrong; empty if nothing is.
     *
     * @param instructions how many records may have been one: taken, they leave no receipt
     */
    public List<String> faults(List<Receipt> receipts, List<DeadLetter> letters, int instructions) {
        List<String> wrong = new ArrayList<>(faults);
        expect("under way", all.underWay, 0, wrong);
        expect("pending", all.pending, 0, wrong);
        expect("difference", all.difference(), 0, wrong);
        long accepted = count(receipts, Outcome.ACCEPTED);
        if (all.accepted < accepted || all.accepted > accepted + instructions) {
            expect("accepted", all.accepted, accepted, wrong);
        }
        expect("duplicates", all.duplicates, count(receipts, Outcome.DUPLICATE), wrong);
        expect("filtered", all.filtered, count(receipts, Outcome.FILTERED), wrong);
        long dead = letters.stream().filter(WholeBalance::isOfInput).count();
        expect("dead letters", all.deadLetters, dead, wrong);
        return wrong;
    }

    private static boolean isOfInput(Receipt receipt) {
        return !"derived".equals(receipt.getSource())
                && (receipt.getKind() == OperationKind.EVENT
                        || receipt.getKind() == OperationKind.NONE);
    }

    /** What delivery refuses of a profile is no input event. */
    private static boolean isOfInput(DeadLetter letter) {
        return letter.getStage() != Stage.DELIVER || letter.getEventId() != null;
    }

    private static void expect(String what, long found, long expected, List<String> wrong) {
        if (found != expected) {
            wrong.add(what + ": " + found + ", expected " + expected);
        }
    }

    /**
     * Receipts of input events. Not by id: what comes again when it was forgotten is another input,
     * accepted under the same id.
     */
    private static long count(List<Receipt> receipts, Outcome outcome) {
        return receipts.stream()
                .filter(WholeBalance::isOfInput)
                .filter(receipt -> receipt.getOutcome() == outcome)
                .count();
    }
}
