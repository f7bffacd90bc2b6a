package io.backstitch.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.cli.demo.Casebook.Effect;
import io.backstitch.cli.demo.World.Profile;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** P6: every accepted event and every profile has the contract's names and types. */
final class AsContracted {
    private static final long LATEST_SECOND = 99_999_999_999L;
    private static final List<String> CARRIED =
            List.of("event_id", "event_source", "contract_version");

    private final Casebook cases;
    private final Findings findings = new Findings(Promise.P6);
    private final Map<String, EventType> events = new HashMap<>();

    AsContracted(Casebook cases) {
        this.cases = cases;
        for (EventType event : cases.evidence.contract().events()) {
            events.put(event.name(), event);
        }
    }

    Verdict verdict() {
        for (Effect effect : cases.effects) {
            EventType type = events.get(effect.deed().name());
            String what = "event " + effect.deed().eventId();
            if (type == null) {
                findings.check(
                        false,
                        what + " is called '" + effect.deed().name() + "', which nobody planned");
                continue;
            }
            String fault = fault(type.fields(), effect.deed().attributes(), true);
            for (String carried : CARRIED) {
                if (fault == null && effect.deed().text(carried) == null) {
                    fault = carried + " is missing";
                }
            }
            findings.check(fault == null, what + " (" + type.name() + "): " + fault);
        }
        for (Profile profile : cases.evidence.world().profiles()) {
            for (Field field : cases.evidence.contract().profile()) {
                JsonNode value = profile.attributes().get(field.name());
                if (value != null && !value.isNull()) {
                    findings.check(
                            fits(field.form(), value),
                            "profile " + profile.cioId() + ": " + wrong(field));
                }
            }
        }
        return findings.verdict();
    }

    /** The first thing that is not as the contract says, or null. */
    private String fault(List<Field> fields, JsonNode object, boolean event) {
        for (Field field : fields) {
            JsonNode value = object.get(field.name());
            if (value == null || value.isNull()) {
                if (field.required() && !(event && field.derived())) {
                    return field.name() + " is missing";
                }
            } else if (field.form() == Form.ITEMS) {
                String fault = items(value);
                if (fault != null) {
                    return fault;
                }
            } else if (!fits(field.form(), value)) {
                return wrong(field);
            }
        }
        return null;
    }

    private String items(JsonNode items) {
        if (!items.isArray()) {
            return "items is no list";
        }
        for (JsonNode item : items) {
            String fault =
                    item.isObject()
                            ? fault(cases.evidence.contract().item(), item, false)
                            : "is no object";
            if (fault != null) {
                return "an item: " + fault;
            }
        }
        return null;
    }

    private static String wrong(Field field) {
        return field.name() + " is not in the form " + field.form().word();
    }

    private static boolean fits(Form form, JsonNode value) {
        return switch (form) {
            case TEXT, WORD, IDENTIFIER -> value.isTextual();
            case ORDER_ID -> value.isTextual() && !value.textValue().startsWith("#");
            case EMAIL ->
                    value.isTextual() && value.textValue().matches("\\S+@\\S+") && lower(value);
            case E164 -> value.isTextual() && value.textValue().matches("\\+[1-9][0-9]{6,14}");
            case CURRENCY -> value.isTextual() && value.textValue().matches("[A-Z]{3}");
            case DECIMAL -> value.isNumber();
            case INTEGER -> value.isIntegralNumber();
            case BOOLEAN -> value.isBoolean();
            case UNIX_SECONDS ->
                    value.isIntegralNumber() && Math.abs(value.longValue()) <= LATEST_SECOND;
            case ITEMS -> value.isArray();
            case TEXTS -> isSorted(value);
        };
    }

    private static boolean isSorted(JsonNode list) {
        String last = "";
        for (JsonNode text : list) {
            if (!text.isTextual() || text.textValue().compareTo(last) <= 0) {
                return false;
            }
            last = text.textValue();
        }
        return list.isArray();
    }

    private static boolean lower(JsonNode value) {
        return value.textValue().equals(value.textValue().toLowerCase(Locale.ROOT));
    }
}
