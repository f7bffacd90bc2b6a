package io.backstitch.pipeline.identity;

import io.backstitch.model.Rules;
import io.backstitch.model.Twist;
import io.backstitch.pipeline.person.OrderRules;
import io.backstitch.pipeline.person.PersonSettings;
import java.util.Map;
import java.util.Set;

/** What a history's kind of shop means for the steps, for the ledger and for the model. */
record Setting(Set<Twist> twists) {
    private static final long SETTLE = 45 * 60_000L;
    private static final int FEW = 2;

    IdentitySettings identity() {
        IdentitySettings usual = Staircase.SETTINGS;
        IdentitySettings.Rules rules =
                new IdentitySettings.Rules(
                        twists.contains(Twist.SETTLE) ? SETTLE : 0,
                        true,
                        twists.contains(Twist.CROWD) ? Map.of("anonymous_id", FEW) : Map.of(),
                        null,
                        twists.contains(Twist.LATEST_WINS)
                                ? IdentitySettings.Conflicts.LATEST_WINS
                                : IdentitySettings.Conflicts.FIRST_WINS);
        return new IdentitySettings(
                usual.levels(),
                usual.hold(),
                usual.life(),
                rules,
                usual.auditKey(),
                usual.sabotage());
    }

    PersonSettings person() {
        PersonSettings usual = Staircase.PERSON;
        return new PersonSettings(
                usual.abandonAfter(),
                usual.cartGrace(),
                new OrderRules(
                        true,
                        "",
                        twists.contains(Twist.BACKEND_ONLY),
                        usual.orders().emitWait(),
                        twists.contains(Twist.FOLDING)
                                ? Staircase.HOUR
                                : usual.orders().retention()),
                usual.channels(),
                usual.namespace(),
                usual.ulidKey(),
                usual.contractVersion(),
                usual.sabotage());
    }

    Rules rules() {
        IdentitySettings identity = identity();
        PersonSettings person = person();
        return new Rules(
                identity.hold().window(),
                identity.hold().lateness(),
                identity.hold().minHold(),
                person.abandonAfter() + person.cartGrace(),
                identity.rules().settle(),
                person.orders().backendOnly() ? person.orders().emitWait() : 0,
                identity.rules().maxOwners().getOrDefault("anonymous_id", 5),
                twists.contains(Twist.LATEST_WINS));
    }
}
