package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.schemas.contract.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Brings a person's attributes into contract form. An attribute that cannot be is left out and
 * counted: it never takes others with it.
 */
final class ProfileReader {
    private final List<Field> fields;
    private final Slots slots;
    private final Coercion coercion;
    private final Strangers strangers;
    private final Tally tally;

    ProfileReader(List<Field> fields, Coercion coercion, Strangers strangers, Tally tally) {
        this.fields = fields;
        this.slots = new Slots(fields, false);
        this.coercion = coercion;
        this.strangers = strangers;
        this.tally = tally;
    }

    /** Attributes in the contract's order, then the others in the source's. */
    List<Attribute> read(JsonNode source, JsonNode deleted, String region, long time, int rank) {
        JsonNode[] found = new JsonNode[fields.size()];
        int[] ranks = new int[fields.size()];
        List<Attribute> extras = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : source.properties()) {
            int at = slots.find(Json.clean(property.getKey()));
            if (at == Slots.NONE) {
                extra(property.getKey(), property.getValue(), time, rank, extras);
            } else if (!SourceValues.absent(property.getValue())) {
                int slot = Slots.slot(at);
                if (found[slot] == null || Slots.rank(at) < ranks[slot]) {
                    found[slot] = property.getValue();
                    ranks[slot] = Slots.rank(at);
                }
            }
        }
        List<Attribute> attributes = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            planned(fields.get(i), found[i], region, time, rank, attributes);
        }
        attributes.addAll(extras);
        remove(deleted, time, rank, attributes);
        return attributes.size() > Limits.ATTRIBUTES ? capped(attributes) : attributes;
    }

    private void planned(
            Field field,
            JsonNode value,
            String region,
            long time,
            int rank,
            List<Attribute> attributes) {
        if (value == null) {
            return;
        }
        if (field.derived()) {
            tally.count(Tally.Kind.ATTRIBUTE_NOT_THEIRS);
            return;
        }
        try {
            Object coerced = coercion.coerce(field, value, region);
            if (coerced == null) {
                return;
            }
            byte[] json = Json.bytes(out -> Coercion.write(out, coerced));
            if (fits(json)) {
                attributes.add(new Attribute(field.name(), json, time, rank));
                return;
            }
            leaveOut(tooLong(field.name(), json), Violation.Decision.DROPPED);
        } catch (Refusal refusal) {
            leaveOut(refusal, Violation.Decision.DROPPED);
        }
        tally.refused(field.name());
    }

    private static Refusal tooLong(String name, byte[] json) {
        return new Refusal(
                "too_long",
                name,
                json.length + " bytes",
                "at most " + Limits.ATTRIBUTE_VALUE_BYTES);
    }

    private void leaveOut(Refusal why, Violation.Decision decision) {
        tally.count(Tally.Kind.ATTRIBUTE_REFUSED);
        tally.violation(why.violation(Violation.PROFILE, decision));
    }

    private void extra(
            String source, JsonNode value, long time, int rank, List<Attribute> attributes) {
        if (value.isNull()) {
            return;
        }
        String name = Json.clean(source);
        if (Reserved.inProfile(name)) {
            tally.count(Tally.Kind.RESERVED_STRIPPED);
            return;
        }
        if (!named(name)) {
            leaveOut(
                    new Refusal(
                            "name_length",
                            null,
                            "an attribute name that is empty or too long",
                            "1 to " + Limits.ATTRIBUTE_NAME_BYTES + " bytes"),
                    Violation.Decision.DROPPED);
            return;
        }
        try {
            if (!strangers.keeps(Violation.PROFILE, name, value)) {
                return;
            }
        } catch (Refusal refusal) {
            leaveOut(refusal, Violation.Decision.QUARANTINED);
            return;
        }
        byte[] json = Json.bytes(value);
        if (fits(json)) {
            attributes.add(new Attribute(name, json, time, rank));
        } else {
            leaveOut(tooLong(name, json), Violation.Decision.DROPPED);
        }
    }

    private void remove(JsonNode deleted, long time, int rank, List<Attribute> attributes) {
        if (deleted == null || !deleted.isArray()) {
            return;
        }
        for (JsonNode element : deleted) {
            if (!element.isTextual()) {
                continue;
            }
            int at = slots.find(element.textValue());
            Field field = at == Slots.NONE ? null : fields.get(Slots.slot(at));
            String name = field == null ? Json.clean(element.textValue()) : field.name();
            boolean theirs = field == null ? strangers.pass() : !field.derived();
            if (theirs && named(name) && !Reserved.inProfile(name) && !has(attributes, name)) {
                attributes.add(new Attribute(name, null, time, rank));
            }
        }
    }

    private static boolean has(List<Attribute> attributes, String name) {
        for (Attribute attribute : attributes) {
            if (attribute.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private List<Attribute> capped(List<Attribute> attributes) {
        for (int i = Limits.ATTRIBUTES; i < attributes.size(); i++) {
            leaveOut(
                    new Refusal(
                            "too_many_attributes",
                            attributes.get(i).name(),
                            attributes.size() + " attributes",
                            "at most " + Limits.ATTRIBUTES),
                    Violation.Decision.DROPPED);
        }
        return new ArrayList<>(attributes.subList(0, Limits.ATTRIBUTES));
    }

    private static boolean named(String name) {
        return !name.isBlank()
                && name.getBytes(StandardCharsets.UTF_8).length <= Limits.ATTRIBUTE_NAME_BYTES;
    }

    /** Without the quotes of a text. */
    private static boolean fits(byte[] json) {
        int quotes = json.length > 1 && json[0] == '"' ? 2 : 0;
        return json.length - quotes <= Limits.ATTRIBUTE_VALUE_BYTES;
    }
}
