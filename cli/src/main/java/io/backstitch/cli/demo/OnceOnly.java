package io.backstitch.cli.demo;

import io.backstitch.cli.demo.Casebook.Effect;
import io.backstitch.cli.demo.World.How;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * P5: no source event, no order and no ULID has more than one effect. An order that left
 * anonymously is P2's business: its person gets an order_completed of their own.
 */
final class OnceOnly {
    private final Casebook cases;
    private final Findings findings = new Findings(Promise.P5);

    OnceOnly(Casebook cases) {
        this.cases = cases;
    }

    Verdict verdict() {
        Map<String, Integer> events = new LinkedHashMap<>();
        Map<String, Integer> ulids = new LinkedHashMap<>();
        for (Effect effect : cases.effects) {
            count(events, effect.deed().eventId());
            count(ulids, effect.deed().ulid());
        }
        events.forEach((id, n) -> findings.check(n == 1, "event " + id + " has " + n + " effects"));
        ulids.forEach((id, n) -> findings.check(n == 1, "ULID " + id + " has " + n + " effects"));
        for (Map.Entry<String, List<Effect>> order : cases.byOrder.entrySet()) {
            long reports =
                    order.getValue().stream()
                            .filter(OnceOnly::forAPerson)
                            .map(effect -> effect.deed().eventId())
                            .distinct()
                            .count();
            findings.check(
                    reports <= 1,
                    "order " + order.getKey() + " was completed by " + reports + " reports");
        }
        return findings.verdict();
    }

    private static boolean forAPerson(Effect effect) {
        return effect.profile() != null && effect.deed().how() != How.ASSOCIATED;
    }

    private static void count(Map<String, Integer> counts, String key) {
        if (key != null) {
            counts.merge(key, 1, Integer::sum);
        }
    }
}
