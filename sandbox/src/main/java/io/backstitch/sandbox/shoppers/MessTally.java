package io.backstitch.sandbox.shoppers;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Counts how often each kind of mess really happened. */
final class MessTally {
    private final Map<MessKind, Long> counts = new EnumMap<>(MessKind.class);

    void count(MessKind kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    void add(MessTally other) {
        other.counts.forEach((kind, n) -> counts.merge(kind, n, Long::sum));
    }

    Map<MessKind, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }
}
