package io.backstitch.cli.demo;

import io.backstitch.cli.demo.World.Deed;
import io.backstitch.cli.demo.World.How;
import io.backstitch.cli.demo.World.Profile;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;

/**
 * P3: before the first event of a person is accepted, an identify with the email has been. (Every
 * simulated shopper who is known is known with an email from the first moment.)
 */
final class IdentifyFirst {
    private final Casebook cases;
    private final Findings findings = new Findings(Promise.P3);

    IdentifyFirst(Casebook cases) {
        this.cases = cases;
    }

    Verdict verdict() {
        for (ShopperTruth shopper : cases.truth.shoppers()) {
            if (shopper.email() == null || cases.excused(shopper.index())) {
                continue;
            }
            for (Profile profile : cases.profilesOf(shopper.index())) {
                check(shopper, profile);
            }
        }
        return findings.verdict();
    }

    private void check(ShopperTruth shopper, Profile profile) {
        boolean deliverable = false;
        for (Deed deed : profile.deeds()) {
            if (deed.identify() && deed.text("email") != null) {
                deliverable = true;
            } else if (deed.isEvent() && deed.how() == How.DIRECT) {
                if (!deliverable) {
                    cases.startedWithAnEvent(shopper.index());
                }
                findings.check(
                        deliverable,
                        deed.name()
                                + " of shopper "
                                + shopper.index()
                                + " was accepted before an identify with the email");
                return;
            }
        }
    }
}
