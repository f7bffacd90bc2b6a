package io.backstitch.cli.demo;

import io.backstitch.cli.demo.Casebook.Effect;
import io.backstitch.cli.demo.Causes.Cause;
import io.backstitch.cli.demo.World.How;
import io.backstitch.sandbox.shoppers.Fate;

/**
 * P2: what does not say itself whose it is, and was known within the window, was delivered as its
 * person's own, not anonymously and associated afterwards, when it can trigger nothing.
 */
final class StitchedFirst {
    private final Casebook cases;
    private final Findings findings = new Findings(Promise.P2);

    StitchedFirst(Casebook cases) {
        this.cases = cases;
    }

    Verdict verdict() {
        for (Effect effect : cases.effects) {
            Cause cause = cases.causeOf(effect.deed());
            if (cause.unknown() || cases.excused(cause.shopper()) || !hadToBeStitched(cause)) {
                continue;
            }
            String what = effect.deed().name() + " " + effect.deed().eventId();
            String of = " of shopper " + cause.shopper();
            if (effect.profile() == null) {
                findings.check(false, what + of + " left anonymously");
            } else if (effect.owner() != cause.shopper()) {
                findings.check(false, what + of + " is on somebody else's profile");
            } else {
                findings.check(
                        effect.deed().how() != How.ASSOCIATED,
                        what + of + " left anonymously and was associated too late to trigger");
            }
        }
        return findings.verdict();
    }

    private boolean hadToBeStitched(Cause cause) {
        if (cause.orderId() != null) {
            return cases.hadToBeStitched(cause.orderId());
        }
        return cause.event() != null
                && cause.event().fate() == Fate.DELIVERED
                && !cause.event().statesPerson();
    }
}
