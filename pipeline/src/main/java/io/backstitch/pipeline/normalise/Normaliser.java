package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import io.backstitch.schemas.contract.Names;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Turns what sources say into what the contract says. Compiled once; the same input always gives
 * the same output, and no input makes it throw. Not thread-safe: one per task.
 */
public final class Normaliser {
    private static final String UNPLANNED = "unplanned_event";

    private final String contractVersion;
    private final Map<String, EventPlan> plans = new HashMap<>();
    private final TreeMap<String, String> plannedNames = new TreeMap<>();
    private final NormaliseOptions.Unplanned unplanned;
    private final Map<String, Field> identifierFields = new HashMap<>();
    private final Identifiers identifiers;
    private final Coercion coercion;
    private final EventReader events;
    private final ProfileReader profile;
    private final Tally tally;

    private Normaliser(Contract contract, ReadableConfig options, Tally tally) {
        this.contractVersion = contract.version();
        this.unplanned = options.get(NormaliseOptions.UNPLANNED_EVENTS);
        this.tally = tally;
        this.identifiers = new Identifiers(options.get(NormaliseOptions.JUNK_IDENTIFIERS));
        this.coercion =
                new Coercion(
                        identifiers,
                        new Phones(options.get(NormaliseOptions.DEFAULT_REGION)),
                        tally);
        String currency = options.get(NormaliseOptions.DEFAULT_CURRENCY);
        this.events =
                new EventReader(
                        coercion,
                        new ItemReader(contract.item(), coercion),
                        currency == null ? null : Money.currency(currency),
                        tally);
        this.profile =
                new ProfileReader(
                        contract.profile(),
                        coercion,
                        options.get(NormaliseOptions.UNPLANNED_ATTRIBUTES),
                        tally);
        for (EventType type : contract.events()) {
            EventPlan plan = new EventPlan(type, contract.item());
            plan(type.name(), plan);
            for (String synonym : type.synonyms()) {
                plan(synonym, plan);
            }
        }
    }

    private void plan(String spelling, EventPlan plan) {
        plans.put(Names.foldEvent(spelling), plan);
        plannedNames.put(Names.foldEvent(spelling), plan.type.name());
    }

    /**
     * Compiles the contract that the options name.
     *
     * @param tally told about what is taken away without refusing an event
     */
    public static Normaliser compile(ReadableConfig options, Tally tally) {
        return new Normaliser(NormaliseOptions.contract(options), options, tally);
    }

    /** Version of the contract that is applied. */
    public String contractVersion() {
        return contractVersion;
    }

    /** One event into contract form, or the reason why not. */
    public Normalised event(SourceEvent source) {
        EventPlan plan = plans.get(Names.foldEvent(source.name()));
        if (plan == null) {
            return unplanned(source);
        }
        if (plan.type.derived()) {
            return new Normalised.Refused(
                    "derived_event", null, plan.type.name() + " is made by Backstitch only");
        }
        try {
            return events.read(plan, source);
        } catch (Refusal refusal) {
            return refusal.outcome();
        }
    }

    private Normalised unplanned(SourceEvent source) {
        if (source.screen()) {
            return new Normalised.Filtered("operational");
        }
        return switch (unplanned) {
            case DROP -> new Normalised.Filtered(UNPLANNED);
            case PASS -> passed(source);
            case QUARANTINE -> {
                String nearest = NearestName.of(Names.foldEvent(source.name()), plannedNames);
                yield new Normalised.Refused(
                        UNPLANNED,
                        null,
                        nearest == null
                                ? "the contract plans no event of this or a similar name"
                                : "the contract does not plan it; nearest planned name: "
                                        + nearest);
            }
        };
    }

    private Normalised passed(SourceEvent source) {
        String name = Json.clean(source.name().strip());
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > Limits.EVENT_NAME_BYTES) {
            return new Normalised.Refused(
                    "name_length",
                    null,
                    "found a name of "
                            + bytes
                            + " bytes, expected 1 to "
                            + Limits.EVENT_NAME_BYTES);
        }
        Extras extras = new Extras();
        for (JsonNode properties : source.properties()) {
            properties
                    .properties()
                    .forEach(
                            property -> {
                                if (Reserved.inEvent(property.getKey())) {
                                    tally.count(Tally.Kind.RESERVED_STRIPPED);
                                } else {
                                    extras.add(property.getKey(), property.getValue());
                                }
                            });
        }
        byte[] attributes =
                Json.bytes(
                        out -> {
                            out.writeStartObject();
                            extras.write(out);
                            out.writeEndObject();
                        });
        if (attributes.length > Limits.EVENT_ATTRIBUTES_BYTES) {
            return new Normalised.Refused(
                    "too_large", null, "more than " + Limits.EVENT_ATTRIBUTES_BYTES + " bytes");
        }
        Event event =
                new Event(
                        source.id(),
                        name,
                        source.name(),
                        source.time(),
                        source.rawTime(),
                        attributes,
                        null);
        return new Normalised.Accepted(event, Ids.NONE);
    }

    /**
     * A person's attributes in contract form; what cannot be is left out and counted.
     *
     * @param attributes JSON object
     * @param deleted JSON array of names of removed attributes, or null
     * @param region ISO 3166 country for phone numbers without prefix, or null
     * @param time when the source says they became true, epoch milliseconds
     * @param rank how far the source is trusted when times are equal; higher wins
     */
    public List<Attribute> profile(
            JsonNode attributes, JsonNode deleted, String region, long time, int rank) {
        return profile.read(attributes, deleted, region, time, rank);
    }

    /**
     * An identifier in its one spelling, or null if there is none, or only a placeholder, or
     * something that cannot be one (counted).
     *
     * @param level identity level: {@code email}, {@code phone} and {@code order_id} have rules of
     *     their own
     * @param value text or whole number; or null
     */
    public String identifier(String level, JsonNode value) {
        return identifier(level, value, null);
    }

    /**
     * As {@link #identifier(String, JsonNode)}.
     *
     * @param region ISO 3166 country for phone numbers without prefix, or null
     */
    public String identifier(String level, JsonNode value, String region) {
        Field field = identifierFields.computeIfAbsent(level, Normaliser::field);
        try {
            return (String) coercion.coerce(field, value, region);
        } catch (Refusal refusal) {
            tally.count(Tally.Kind.JUNK_IDENTIFIER);
            return null;
        }
    }

    /** As {@link #identifier(String, JsonNode)}, for text. */
    public String identifier(String level, String value) {
        return value == null ? null : identifier(level, TextNode.valueOf(value));
    }

    /**
     * A message id as the source spells it, or null if there is none, or only a placeholder, or one
     * that is too long to be carried.
     */
    public String messageId(JsonNode value) {
        String text = SourceValues.idText(value);
        if (text == null) {
            return null;
        }
        String id = Json.clean(text);
        return identifiers.isJunk(id) || Identifiers.tooLong(id) ? null : id;
    }

    /** As {@link #messageId(JsonNode)}, for text. */
    public String messageId(String value) {
        return value == null ? null : messageId(TextNode.valueOf(value));
    }

    private static Field field(String level) {
        Form form =
                switch (level) {
                    case "email" -> Form.EMAIL;
                    case "phone" -> Form.E164;
                    case "order_id" -> Form.ORDER_ID;
                    default -> Form.IDENTIFIER;
                };
        BigDecimal noMinimum = null;
        return new Field(
                level, "", List.of(), List.of(), form, false, false, false, level, false, false,
                false, noMinimum);
    }
}
