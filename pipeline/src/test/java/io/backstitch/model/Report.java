package io.backstitch.model;

import java.util.List;
import java.util.TreeMap;

/**
 * One input record: what one source says at once, about one set of identifiers.
 *
 * @param number position in the history, unique
 * @param backend whether the shop's own system says so; else a client
 * @param ids identifiers by level
 * @param arrival when it reached the topic, epoch milliseconds
 * @param logout when the device's user logged out; 0 for no logout
 * @param deeds in time order, possibly none
 */
public record Report(
        int number,
        boolean backend,
        TreeMap<String, String> ids,
        long arrival,
        long logout,
        List<Deed> deeds,
        List<Fact> facts) {

    /** Identifier levels, lowest first. */
    public static final List<String> LEVELS =
            List.of("anonymous_id", "cart_id", "order_id", "email", "customer_id");

    /** {@code level:value} of the lowest identifier: where the record enters. */
    String entry() {
        for (String level : LEVELS) {
            if (ids.containsKey(level)) {
                return address(level);
            }
        }
        throw new IllegalStateException("a report names somebody or something: " + this);
    }

    /** The highest person it names, or null. */
    String person() {
        return ids.containsKey("customer_id") ? address("customer_id") : address("email");
    }

    /** The order it names, else the cart, else null. */
    String link() {
        return ids.containsKey("order_id") ? address("order_id") : address("cart_id");
    }

    String address(String level) {
        return ids.containsKey(level) ? level + ":" + ids.get(level) : null;
    }

    /** When it was said, as far as ownership goes. */
    long time() {
        return deeds.isEmpty() ? arrival : deeds.get(0).time();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append('#').append(number).append(backend ? " backend " : " client ").append(ids);
        text.append(" arrives ").append(Moment.text(arrival));
        if (logout > 0) {
            text.append(" logout ").append(Moment.text(logout));
        }
        for (Deed deed : deeds) {
            text.append("\n      ").append(deed.id()).append(' ').append(deed.kind());
            text.append(" of ").append(Moment.text(deed.time())).append(' ');
            text.append(deed.quantity()).append('x').append(deed.product());
            text.append(deed.minor() == null ? "" : " " + deed.minor());
        }
        for (Fact fact : facts) {
            text.append("\n      ").append(fact.name()).append('=').append(fact.value());
            text.append(" of ").append(Moment.text(fact.time()));
        }
        return text.toString();
    }
}
