package io.backstitch.cli.faults;

import io.backstitch.cli.faults.Scene.Crash;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Receipts of a job that failed in between. What was not in the last checkpoint is decided again,
 * and of two reports of one order the other one may come first then: both decisions have left
 * receipts, and the later ones hold.
 */
final class Decisions {
    private Decisions() {}

    /** Without the receipts whose input got others after a failure. */
    static List<Receipt> last(List<Receipt> receipts, List<Crash> crashes) {
        Map<String, Integer> lives = new HashMap<>();
        for (int i = 0; i < receipts.size(); i++) {
            lives.merge(input(receipts.get(i)), life(i, crashes), Math::max);
        }
        List<Receipt> last = new ArrayList<>();
        for (int i = 0; i < receipts.size(); i++) {
            if (lives.get(input(receipts.get(i))) == life(i, crashes)) {
                last.add(receipts.get(i));
            }
        }
        return last;
    }

    /** How often the job had failed when it was written. */
    private static int life(int receipt, List<Crash> crashes) {
        int life = 0;
        while (life < crashes.size() && receipt >= crashes.get(life).receipts()) {
            life++;
        }
        return life;
    }

    /** An event that is a duplicate has become no operation at all. */
    private static String kind(Receipt receipt) {
        OperationKind kind = receipt.getKind();
        return kind == OperationKind.NONE || kind == OperationKind.EVENT ? "" : kind.name();
    }

    private static String input(Receipt receipt) {
        return Tape.place(receipt.getTopic(), receipt.getPartition(), receipt.getOffset())
                + " "
                + kind(receipt)
                + " "
                + receipt.getEventId()
                + " "
                + receipt.getSource();
    }
}
