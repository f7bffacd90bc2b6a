package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.normalise.NormaliseOptions.Screens;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.schemas.contract.Names;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.flink.configuration.ReadableConfig;

/** What becomes of events whose name the contract does not plan. */
final class Unplanned {
    private static final String REASON = "unplanned_event";
    private static final int MAX_REMEMBERED = 1024;
    private static final String SCREENS_OWNER = "screen";

    private final NormaliseOptions.Unplanned policy;
    private final Screens screens;
    private final SortedMap<String, String> planned;
    private final Strangers strangers;
    private final Tally tally;
    private final Map<String, String> nearest = new HashMap<>();

    /**
     * @param planned folded spelling to contract name; read with each event
     */
    Unplanned(
            ReadableConfig options,
            SortedMap<String, String> planned,
            Strangers strangers,
            Tally tally) {
        this.policy = options.get(NormaliseOptions.UNPLANNED_EVENTS);
        this.screens = options.get(NormaliseOptions.SCREENS);
        this.planned = planned;
        this.strangers = strangers;
        this.tally = tally;
    }

    Normalised judge(SourceEvent source) {
        String name = Json.clean(source.name().strip());
        if (source.screen()) {
            return screens == Screens.DROP
                    ? new Normalised.Filtered("operational")
                    : sent(source, Event.VIEW + name, SCREENS_OWNER);
        }
        tally.count(Tally.Kind.UNPLANNED_EVENT);
        String nearest = nearest(Names.foldEvent(source.name()));
        return switch (policy) {
            case DROP -> {
                tell(name, nearest, Violation.Decision.DROPPED);
                yield new Normalised.Filtered(REASON);
            }
            case PASS -> {
                tell(name, nearest, Violation.Decision.PASSED);
                yield sent(source, name, name);
            }
            case QUARANTINE -> {
                tell(name, nearest, Violation.Decision.QUARANTINED);
                yield new Normalised.Refused(
                        REASON,
                        null,
                        nearest == null
                                ? "the contract plans no event of this or a similar name"
                                : "the contract does not plan it; nearest planned name: "
                                        + nearest);
            }
        };
    }

    /** Sources send the same unplanned names again and again. */
    private String nearest(String folded) {
        String known = nearest.get(folded);
        if (known == null) {
            String found = NearestName.of(folded, planned);
            known = found == null ? "" : found;
            if (nearest.size() < MAX_REMEMBERED) {
                nearest.put(folded, known);
            }
        }
        return known.isEmpty() ? null : known;
    }

    private void tell(String name, String nearest, Violation.Decision decision) {
        tally.violation(
                new Violation(
                        name,
                        REASON,
                        null,
                        nearest == null ? "a planned event" : "nearest planned name: " + nearest,
                        null,
                        decision));
    }

    private Normalised sent(SourceEvent source, String name, String owner) {
        try {
            return new Normalised.Accepted(event(source, name, owner), Ids.NONE);
        } catch (Refusal refusal) {
            tally.violation(refusal.violation(owner, Violation.Decision.QUARANTINED));
            return refusal.outcome();
        }
    }

    private Event event(SourceEvent source, String name, String owner) throws Refusal {
        boolean looksLikeView = !source.screen() && name.startsWith(Event.VIEW);
        if (looksLikeView
                || name.isEmpty()
                || name.equals(Event.VIEW)
                || Limits.tooLongForEvent(name)) {
            throw new Refusal(
                    "name_length",
                    null,
                    "a name that is empty, too long, or begins with " + Event.VIEW,
                    "1 to " + Limits.EVENT_NAME_BYTES + " bytes");
        }
        Extras extras = new Extras();
        for (JsonNode properties : source.properties()) {
            for (Map.Entry<String, JsonNode> property : properties.properties()) {
                String key = Json.clean(property.getKey());
                if (Reserved.inEvent(key)) {
                    tally.count(Tally.Kind.RESERVED_STRIPPED);
                } else if (strangers.keeps(owner, key, property.getValue())) {
                    extras.add(key, property.getValue());
                }
            }
        }
        return new Event(
                source.id(),
                name,
                source.name(),
                source.time(),
                source.rawTime(),
                fitting(extras, owner),
                null);
    }

    private byte[] fitting(Extras extras, String owner) {
        byte[] attributes = object(extras);
        if (attributes.length <= Limits.EVENT_ATTRIBUTES_BYTES) {
            return attributes;
        }
        List<Item> noItems = null;
        new Fit(owner, tally).shrink(extras, noItems, attributes.length);
        return object(extras);
    }

    private static byte[] object(Extras extras) {
        return Json.bytes(
                out -> {
                    out.writeStartObject();
                    extras.write(out);
                    out.writeEndObject();
                });
    }
}
