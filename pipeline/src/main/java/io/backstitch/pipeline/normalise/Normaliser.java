package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import io.backstitch.schemas.contract.Names;
import java.math.BigDecimal;
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
    private final String contractVersion;
    private final Map<String, EventPlan> plans = new HashMap<>();
    private final TreeMap<String, String> plannedNames = new TreeMap<>();
    private final Map<String, Field> identifierFields = new HashMap<>();
    private final Pins pins = new Pins();
    private final Identifiers identifiers;
    private final Coercion coercion;
    private final EventReader events;
    private final Unplanned unplanned;
    private final ProfileReader profile;
    private final Tally tally;

    private Normaliser(Contract contract, ReadableConfig options, Tally tally) {
        this.contractVersion = contract.version();
        this.tally = tally;
        this.identifiers = new Identifiers(options.get(NormaliseOptions.JUNK_IDENTIFIERS));
        this.coercion =
                new Coercion(
                        identifiers,
                        new Phones(options.get(NormaliseOptions.DEFAULT_REGION)),
                        tally);
        String currency = options.get(NormaliseOptions.DEFAULT_CURRENCY);
        Strangers strangers =
                new Strangers(options.get(NormaliseOptions.UNKNOWN_PROPERTIES), pins, tally);
        this.events =
                new EventReader(
                        coercion,
                        new ItemReader(contract.item(), coercion, strangers),
                        currency == null ? null : Money.currency(currency),
                        strangers,
                        new LegacyNames(options.get(NormaliseOptions.LEGACY_NAMES)),
                        tally);
        this.unplanned = new Unplanned(options, plannedNames, strangers, tally);
        this.profile =
                new ProfileReader(
                        contract.profile(),
                        coercion,
                        new Strangers(
                                options.get(NormaliseOptions.UNKNOWN_ATTRIBUTES), pins, tally),
                        tally);
        List<String> flagged = options.get(NormaliseOptions.DELIVER_FLAGGED);
        for (EventType type : contract.events()) {
            EventPlan plan = new EventPlan(type, contract.item(), flagged.contains(type.name()));
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
            return unplanned.judge(source);
        }
        String name = plan.type.name();
        try {
            if (plan.type.derived()) {
                throw new Refusal("derived_event", null, name + " is made by Backstitch only");
            }
            return events.read(plan, source);
        } catch (Refusal refusal) {
            tally.violation(refusal.violation(name, Violation.Decision.QUARANTINED));
            return refusal.outcome();
        }
    }

    /**
     * The types of passed properties as they were first seen, by {@code owner.name}: to be kept in
     * state, so that a restart does not begin anew.
     */
    public Map<String, String> pinnedTypes() {
        return pins.all();
    }

    /** Takes up {@link #pinnedTypes()}. */
    public void pinTypes(Map<String, String> kept) {
        pins.restore(kept);
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
