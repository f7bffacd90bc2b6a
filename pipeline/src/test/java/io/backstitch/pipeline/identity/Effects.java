package io.backstitch.pipeline.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.model.Moment;
import io.backstitch.model.Outcome;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says in the model's words what a receiver holds. */
final class Effects {
    private static final Set<String> COMPARED =
            Set.of(
                    "email",
                    "phone",
                    "email_opt_in",
                    "sms_opt_in",
                    "email_eligible",
                    "sms_eligible",
                    "orders_count",
                    "lifetime_value",
                    "first_order_date",
                    "last_order_date");

    /** Say nothing of somebody whose orders were all cancelled. */
    private static final Set<String> TOTALS = Set.of("orders_count", "lifetime_value");

    private Effects() {}

    /**
     * @param prefix what the history's identifiers begin with; only its people are told of
     */
    static void tell(Receiver receiver, String prefix, boolean races, Outcome to) {
        for (Receiver.Profile profile : receiver.profiles) {
            if (!profile.name().startsWith(prefix, profile.name().indexOf(':') + 1)) {
                continue;
            }
            String name = profile.name().replace(":" + prefix, ":");
            for (Operation event : profile.events) {
                to.add(name + " " + event(event, prefix, races));
            }
            for (Operation event : profile.linked) {
                to.add(name + " linked " + event.subject().eventId().substring(prefix.length()));
                to.add("nobody " + event(event, prefix, races));
            }
            boolean bought = profile.number("orders_count") > 0;
            for (Map.Entry<String, JsonNode> entry : profile.attributes.entrySet()) {
                if (bought || !TOTALS.contains(entry.getKey())) {
                    attribute(to, name, entry.getKey(), entry.getValue(), prefix);
                }
            }
        }
        for (Map.Entry<String, List<Operation>> entry : receiver.anonymous.entrySet()) {
            for (Operation event : entry.getValue()) {
                if (event.subject().eventId().startsWith(prefix)) {
                    to.add("nobody " + event(event, prefix, races));
                }
            }
        }
    }

    private static void attribute(
            Outcome to, String name, String key, JsonNode value, String prefix) {
        if (!COMPARED.contains(key)) {
            return;
        }
        if (key.equals("lifetime_value")) {
            to.add(name + " has " + key + " " + minor(value));
        } else {
            String text = value.toString();
            to.add(
                    name
                            + " has "
                            + key
                            + " "
                            + (key.equals("email") ? text.replace(prefix, "") : text));
        }
    }

    private static long minor(JsonNode value) {
        return value.decimalValue().movePointRight(2).longValueExact();
    }

    private static String event(Operation operation, String prefix, boolean races) {
        Subject subject = operation.subject();
        if (subject.eventName().equals("order_completed") && subject.orderId() != null) {
            return "order " + subject.orderId().substring(prefix.length());
        }
        if (!"derived".equals(subject.source())) {
            return "event " + subject.eventId().substring(prefix.length());
        }
        JsonNode body = Receiver.read(operation);
        JsonNode attributes = body.path("attributes");
        String business = subject.eventId().substring(subject.eventId().indexOf(':') + 1);
        // A cart that the ledger named bears the name of an event.
        String cart = business.replace("own-" + prefix, "own-");
        cart = cart.startsWith(prefix) ? cart.substring(prefix.length()) : cart;
        String line = subject.eventName() + " " + cart;
        if (subject.eventName().equals("cart_abandoned")) {
            return line
                    + " of "
                    + Moment.text(body.path("timestamp").asLong() * 1000)
                    + " worth "
                    + minor(attributes.path("value"));
        }
        if (races) {
            return "answered " + cart;
        }
        return line
                + " by "
                + attributes.path("order_id").asText().substring(prefix.length())
                + (attributes.has("lateness")
                        ? " late " + attributes.path("lateness").asLong()
                        : "");
    }
}
