package io.backstitch.pipeline.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds out whether an identify that was accepted has taken: an email that is still somebody else's
 * is answered with 200 too.
 */
final class TakeOverCheck {
    private final CustomerIoClient client;
    private final MergeLookup lookup;

    TakeOverCheck(CustomerIoClient client, MergeLookup lookup) {
        this.client = client;
        this.lookup = lookup;
    }

    /** What came of it. */
    enum Taken {
        YES,
        /** Not, or not visible yet. */
        NO,
        /** There is no App API to look it up. */
        UNKNOWN
    }

    void check(Pending pending, Timers timers, Consumer<Taken> then) {
        if (!client.canLookUp()) {
            then.accept(Taken.UNKNOWN);
            return;
        }
        JsonNode body = OutcomeClassifier.parse(pending.operation.body());
        Map.Entry<String, JsonNode> person = MergeLookup.side(body, "identifiers");
        String email = body == null ? "" : body.path("attributes").path("email").asText();
        if (person == null) {
            then.accept(Taken.UNKNOWN);
            return;
        }
        lookup.cioId(
                Map.entry("email", TextNode.valueOf(email)),
                timers,
                missing -> then.accept(Taken.NO),
                holder ->
                        lookup.cioId(
                                person,
                                timers,
                                missing -> then.accept(Taken.NO),
                                mine -> then.accept(mine.equals(holder) ? Taken.YES : Taken.NO)));
    }
}
