package io.backstitch.cli.demo;

import io.backstitch.cli.demo.Casebook.Effect;
import io.backstitch.cli.demo.Causes.Cause;
import io.backstitch.cli.demo.World.Profile;
import io.backstitch.sandbox.shoppers.Fate;
import io.backstitch.sandbox.shoppers.Truth.Identity;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import java.util.List;

/**
 * P1: each known shopper is one profile, and what says whose it is, is on it and on no other.
 * Events that do not say it themselves had to be stitched: they are P2's.
 */
final class OneProfile {
    private final Casebook cases;
    private final Findings findings = new Findings(Promise.P1);

    OneProfile(Casebook cases) {
        this.cases = cases;
    }

    Verdict verdict() {
        for (ShopperTruth shopper : cases.truth.shoppers()) {
            if (shopper.hasProfile() && !cases.excused(shopper.index())) {
                profile(shopper);
            }
        }
        for (Profile stray : cases.strays) {
            findings.check(false, "profile " + stray.cioId() + " belongs to no shopper");
        }
        for (Effect effect : cases.effects) {
            attribution(effect);
        }
        return findings.verdict();
    }

    private void profile(ShopperTruth shopper) {
        List<Profile> profiles = cases.profilesOf(shopper.index());
        if (profiles.size() > 1 && cases.hasStartedWithAnEvent(shopper.index())) {
            return;
        }
        String who = "shopper " + shopper.index() + " (" + shopper.kind().title() + ")";
        findings.check(
                profiles.size() == 1, who + " has " + profiles.size() + " profiles, expected 1");
        if (profiles.size() == 1 && shopper.identity() == Identity.ID) {
            findings.check(
                    shopper.customerId().equals(profiles.get(0).id()),
                    who + " has a profile without its customer id");
        }
    }

    private void attribution(Effect effect) {
        Cause cause = cases.causeOf(effect.deed());
        if (cause.unknown() || cases.excused(cause.shopper())) {
            return;
        }
        boolean own = effect.owner() == cause.shopper();
        String what = effect.deed().name() + " " + effect.deed().eventId();
        if (cause.orderId() != null) {
            if (!cases.hadToBeStitched(cause.orderId())) {
                findings.check(own, what + where(effect, cause));
            }
        } else if (cause.event() == null) {
            findings.check(own, what + where(effect, cause));
        } else if (cause.event().fate() == Fate.DELIVERED_ANONYMOUS) {
            findings.check(own || effect.profile() == null, what + where(effect, cause));
        } else if (cause.event().fate() == Fate.DELIVERED && cause.event().statesPerson()) {
            findings.check(own, what + where(effect, cause));
        }
    }

    private static String where(Effect effect, Cause cause) {
        return " of shopper "
                + cause.shopper()
                + (effect.profile() == null
                        ? " stayed anonymous"
                        : " is on profile " + effect.profile().cioId() + " of somebody else");
    }
}
