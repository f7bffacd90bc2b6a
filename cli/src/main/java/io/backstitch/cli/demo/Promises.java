package io.backstitch.cli.demo;

import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.util.List;
import java.util.Set;

/**
 * The judge: checks each promise for a run. The checks are orthogonal, so that one fault breaks one
 * promise: attribution of what does not say whose it is is P2's and not P1's, a second effect is
 * P5's, a missing one P8's (P9's if it got lost where the job was stopped and resumed), and what
 * follows from another promise's violation is not counted again.
 */
public final class Promises {
    private Promises() {}

    /** Whether every input has a fate, whichever: there is nothing to wait for any more. */
    public static boolean complete(
            Truth truth, List<Receipt> receipts, List<DeadLetter> deadLetters) {
        return new Fates(receipts, deadLetters).complete(truth);
    }

    /** P4 alone. */
    public static Verdict inOrder(Evidence evidence) {
        return new InOrder(new Casebook(evidence, Set.of())).verdict();
    }

    /** P1 to P9, in this order. */
    public static List<Verdict> judge(Evidence evidence) {
        FateBook fates = new FateBook(evidence);
        Casebook cases = new Casebook(evidence, fates.shoppersWithLosses());
        // First: a profile that began with an event is its business and not P1's.
        Verdict identifyFirst = new IdentifyFirst(cases).verdict();
        return List.of(
                new OneProfile(cases).verdict(),
                new StitchedFirst(cases).verdict(),
                identifyFirst,
                new InOrder(cases).verdict(),
                new OnceOnly(cases).verdict(),
                new AsContracted(cases).verdict(),
                new CartsAndOrders(cases).verdict(),
                fates.nothingLost(cases),
                fates.nothingForgotten());
    }
}
