package io.backstitch.sandbox.shoppers;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How untidy the traffic is: a rate from 0 to 1 for each {@link MessKind}. Immutable. */
public final class Mess {
    private final Map<MessKind, Double> rates;

    private Mess(Map<MessKind, Double> rates) {
        this.rates = Collections.unmodifiableMap(rates);
    }

    /** The mess of an ordinary shop. */
    public static Mess usual() {
        Map<MessKind, Double> rates = new EnumMap<>(MessKind.class);
        for (MessKind kind : MessKind.values()) {
            rates.put(kind, kind.usual());
        }
        return new Mess(rates);
    }

    /** None at all: every batch arrives once, in time and well-formed. */
    public static Mess none() {
        return new Mess(new EnumMap<>(MessKind.class));
    }

    /** The same with one rate changed; refuses rates outside 0 to 1. */
    public Mess with(MessKind kind, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException(
                    "rate of " + kind + " is " + rate + ", expected 0 to 1");
        }
        Map<MessKind, Double> changed = new EnumMap<>(MessKind.class);
        changed.putAll(rates);
        changed.put(kind, rate);
        return new Mess(changed);
    }

    /** The rate of a kind; what it is counted per stands at the kind. */
    public double rate(MessKind kind) {
        return rates.getOrDefault(kind, 0.0);
    }
}
