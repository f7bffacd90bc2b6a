package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.databind.JsonNode;

/** The policy for properties that the contract does not name; tells of what breaks it. */
final class Strangers {
    private static final String REASON = "unknown_property";
    private static final String EXPECTED = "a property that the contract plans";

    private final NormaliseOptions.Unplanned policy;
    private final Pins pins;
    private final Tally tally;

    Strangers(NormaliseOptions.Unplanned policy, Pins pins, Tally tally) {
        this.policy = policy;
        this.pins = pins;
        this.tally = tally;
    }

    /** Whether what the contract does not name goes on at all. */
    boolean pass() {
        return policy == NormaliseOptions.Unplanned.PASS;
    }

    /**
     * Whether the property goes on.
     *
     * @param owner event name, {@code items} or {@link Violation#PROFILE}
     * @throws Refusal if an event with it must not go on
     */
    boolean keeps(String owner, String name, JsonNode value) throws Refusal {
        if (value.isNull()) {
            return false;
        }
        if (policy == NormaliseOptions.Unplanned.QUARANTINE) {
            throw new Refusal(REASON, name, SourceValues.kind(value), EXPECTED);
        }
        return policy == NormaliseOptions.Unplanned.PASS
                ? pinned(owner, name, value)
                : dropped(owner, name, value);
    }

    private boolean pinned(String owner, String name, JsonNode value) {
        String first = pins.other(owner, name, value);
        if (first != null) {
            tally.violation(
                    new Violation(
                            owner,
                            "type_changed",
                            name,
                            first + ", as when it was first seen",
                            SourceValues.kind(value),
                            Violation.Decision.PASSED));
        }
        return true;
    }

    private boolean dropped(String owner, String name, JsonNode value) {
        tally.violation(
                new Violation(
                        owner,
                        REASON,
                        name,
                        EXPECTED,
                        SourceValues.kind(value),
                        Violation.Decision.DROPPED));
        return false;
    }
}
