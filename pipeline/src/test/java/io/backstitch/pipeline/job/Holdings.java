package io.backstitch.pipeline.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.model.History;
import io.backstitch.model.Moment;
import io.backstitch.model.Outcome;
import io.backstitch.model.Rules;
import io.backstitch.model.World;
import io.backstitch.sandbox.customerio.Activity;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.PersonView;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stitched;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What Customer.io and the receipts hold in the end, told history by history. */
final class Holdings {
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

    /** A profile and its feed. */
    private record Somebody(PersonView view, List<Activity> activity) {}

    private final Map<String, List<Somebody>> people = new HashMap<>();
    private final Map<String, List<Activity>> anonymous = new HashMap<>();
    private final Map<String, Receipt> byUlid = new HashMap<>();
    private final Map<String, List<Receipt>> duplicates = new HashMap<>();

    /** Who was sent an event, by ULID. */
    private final Map<String, Set<String>> sentTo = new HashMap<>();

    Holdings(CustomerIoSandbox sandbox, List<Receipt> receipts) {
        Map<String, Receipt> once = new LinkedHashMap<>();
        receipts.forEach(receipt -> once.putIfAbsent(receipt.getReceiptId().toString(), receipt));
        for (Receipt receipt : receipts) {
            if (receipt.getUlid() != null) {
                sentTo.computeIfAbsent(receipt.getUlid().toString(), key -> new TreeSet<>())
                        .add(receipt.getPerson().toString());
            }
        }
        for (Receipt receipt : once.values()) {
            if (receipt.getUlid() != null) {
                byUlid.put(receipt.getUlid().toString(), receipt);
            } else if (receipt.getOutcome() == io.backstitch.schemas.wire.Outcome.DUPLICATE) {
                String prefix = prefix(receipt.getEventId().toString());
                duplicates.computeIfAbsent(prefix, key -> new ArrayList<>()).add(receipt);
            }
        }
        for (PersonView view : sandbox.people()) {
            String name = view.id() == null ? view.email() : view.id();
            people.computeIfAbsent(prefix(name), key -> new ArrayList<>())
                    .add(new Somebody(view, sandbox.activity(view.cioId())));
        }
        for (List<Activity> activity : sandbox.anonymousActivity().values()) {
            for (Activity event : activity) {
                String prefix = prefix(receipt(event).getEventId().toString());
                anonymous.computeIfAbsent(prefix, key -> new ArrayList<>()).add(event);
            }
        }
    }

    private static String prefix(String id) {
        return id.substring(0, id.indexOf('-') + 1);
    }

    private Receipt receipt(Activity event) {
        return byUlid.get(event.ulid());
    }

    /** The difference between what a history should come to and what there is, line by line. */
    String difference(History history, Rules rules, String prefix) {
        Outcome expected = World.of(history, rules);
        Outcome got = new Outcome();
        StringBuilder order = new StringBuilder();
        for (Somebody one : people.getOrDefault(prefix, List.of())) {
            tell(one, prefix, history.races(), got);
            outOfOrder(one, expected, prefix, order);
        }
        for (Activity event : anonymous.getOrDefault(prefix, List.of())) {
            got.add("nobody " + event(event, prefix, history.races()));
        }
        for (Receipt receipt : duplicates.getOrDefault(prefix, List.of())) {
            if (!"order_id".contentEquals(receipt.getReason())) {
                got.add("duplicate message " + without(prefix, receipt.getEventId()));
            } else if (!history.races()) {
                got.add("duplicate of order " + without(prefix, receipt.getOrderId()));
            }
        }
        for (String claimed : ordersOfSeveral(prefix, history.races())) {
            for (Somebody one : people.get(prefix)) {
                expected.open.add(name(one, prefix) + " " + claimed);
            }
        }
        return Outcome.difference(expected, got) + order;
    }

    /**
     * Orders that two people were sent, under one ULID: Customer.io keeps the one that comes first,
     * and people are delivered to independently of each other.
     */
    private Set<String> ordersOfSeveral(String prefix, boolean races) {
        Set<String> orders = new TreeSet<>();
        for (Somebody one : people.getOrDefault(prefix, List.of())) {
            for (Activity event : one.activity) {
                if (event.isEvent() && sentTo.getOrDefault(event.ulid(), Set.of()).size() > 1) {
                    orders.add(event(event, prefix, races));
                }
            }
        }
        return orders;
    }

    private static String name(Somebody one, String prefix) {
        return one.view.id() != null
                ? "id:" + without(prefix, one.view.id())
                : "email:" + without(prefix, one.view.email());
    }

    private void tell(Somebody one, String prefix, boolean races, Outcome to) {
        String name = name(one, prefix);
        for (Activity event : one.activity) {
            if (!event.isEvent()) {
                continue;
            }
            if (receipt(event) == null) {
                to.add(name + " without a receipt: " + event);
            } else if (receipt(event).getStitched() == Stitched.EXPIRED) {
                to.add(name + " linked " + without(prefix, receipt(event).getEventId()));
                to.add("nobody " + event(event, prefix, races));
            } else {
                to.add(name + " " + event(event, prefix, races));
            }
        }
        JsonNode orders = one.view.attributes().get("orders_count");
        boolean bought = orders != null && orders.asLong() > 0;
        for (Map.Entry<String, JsonNode> entry : one.view.attributes().entrySet()) {
            String key = entry.getKey();
            if (COMPARED.contains(key) && (bought || !TOTALS.contains(key))) {
                to.add(name + " has " + key + " " + value(key, entry.getValue(), prefix));
            }
        }
    }

    private static String value(String key, JsonNode value, String prefix) {
        return switch (key) {
            case "lifetime_value" -> Long.toString(minor(value));
            case "email" -> value.toString().replace(prefix, "");
            default -> value.toString();
        };
    }

    private static long minor(JsonNode value) {
        return value.decimalValue().movePointRight(2).longValueExact();
    }

    private String event(Activity event, String prefix, boolean races) {
        Receipt receipt = receipt(event);
        if (event.name().equals("order_completed") && receipt.getOrderId() != null) {
            return "order " + without(prefix, receipt.getOrderId());
        }
        if (!"derived".contentEquals(receipt.getSource())) {
            return "event " + without(prefix, receipt.getEventId());
        }
        JsonNode attributes = event.attributes().tree();
        String id = receipt.getEventId().toString();
        // A cart that the ledger named bears the name of an event.
        String cart = id.substring(id.indexOf(':') + 1).replace(prefix, "");
        if (event.name().equals("cart_abandoned")) {
            return event.name()
                    + " "
                    + cart
                    + " of "
                    + Moment.text(event.timestamp() * 1000)
                    + " worth "
                    + minor(attributes.path("value"));
        }
        if (races) {
            return "answered " + cart;
        }
        return event.name()
                + " "
                + cart
                + " by "
                + without(prefix, attributes.path("order_id").asText())
                + (attributes.has("lateness")
                        ? " late " + attributes.path("lateness").asLong()
                        : "");
    }

    /** What the model wants in an order, and one person got in another. */
    private void outOfOrder(Somebody one, Outcome expected, String prefix, StringBuilder to) {
        Map<String, Integer> position = new HashMap<>();
        for (Activity event : one.activity) {
            if (event.isEvent() && receipt(event) != null) {
                String id = without(prefix, receipt(event).getEventId());
                position.putIfAbsent(id, position.size());
            }
        }
        for (List<String> wanted : expected.inOrder) {
            for (int i = 0; i + 1 < wanted.size(); i++) {
                Integer first = position.get(wanted.get(i));
                Integer second = position.get(wanted.get(i + 1));
                if (first != null && second != null && first > second) {
                    to.append("  ! " + wanted.get(i + 1) + " was sent before ");
                    to.append(wanted.get(i)).append('\n');
                }
            }
        }
    }

    private static String without(String prefix, CharSequence id) {
        String text = id.toString();
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
}
