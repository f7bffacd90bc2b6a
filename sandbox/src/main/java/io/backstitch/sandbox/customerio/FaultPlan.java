package io.backstitch.sandbox.customerio;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which requests to the Track and App API fail, and how: first a script, request by request, then
 * seeded rates. The same plan meets the same request numbers with the same faults.
 */
public final class FaultPlan {

    /** No faults. */
    public static final FaultPlan NONE = builder().build();

    final long seed;
    final Map<FaultKind, Double> rates;
    final Map<FaultKind, Integer> bursts;
    final List<FaultKind> script;
    final Duration retryAfter;
    final Duration slow;

    private FaultPlan(Builder b) {
        seed = b.seed;
        rates = new EnumMap<>(b.rates);
        bursts = new EnumMap<>(b.bursts);
        script = b.script;
        retryAfter = b.retryAfter;
        slow = b.slow;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The next requests fail exactly like this, one entry each; then no more faults. */
    public static FaultPlan script(FaultKind... faults) {
        return builder().script(faults).build();
    }

    /** A bad day: about one request in eight fails, in every way there is. */
    public static FaultPlan badDay(long seed) {
        return builder()
                .seed(seed)
                .rate(FaultKind.RATE_LIMITED, 0.015)
                .rate(FaultKind.RATE_LIMITED_RETRY_AFTER, 0.01)
                .rate(FaultKind.REQUEST_TIMEOUT, 0.005)
                .rate(FaultKind.SERVER_ERROR, 0.02)
                .rate(FaultKind.BAD_GATEWAY, 0.01)
                .rate(FaultKind.UNAVAILABLE, 0.02)
                .rate(FaultKind.RESET, 0.02)
                .rate(FaultKind.SLOW, 0.005)
                .rate(FaultKind.RESPONSE_LOST, 0.02)
                .rate(FaultKind.GARBAGE, 0.005)
                .slow(Duration.ofMillis(300))
                .build();
    }

    /** Collects a plan; every setter returns the builder. */
    public static final class Builder {
        private long seed = 1;
        private final Map<FaultKind, Double> rates = new EnumMap<>(FaultKind.class);
        private final Map<FaultKind, Integer> bursts = new EnumMap<>(FaultKind.class);
        private List<FaultKind> script = List.of();
        private Duration retryAfter = Duration.ofSeconds(1);
        private Duration slow = Duration.ofSeconds(1);

        private Builder() {}

        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** The share of requests, 0 to 1, that this fault begins at. */
        public Builder rate(FaultKind kind, double rate) {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException(
                        "rate of " + kind + " is " + rate + ": expected 0 to 1");
            }
            rates.put(kind, rate);
            return this;
        }

        /** How many requests in a row the fault hits once it begins; one unless set. */
        public Builder burst(FaultKind kind, int requests) {
            if (requests < 1) {
                throw new IllegalArgumentException(
                        "burst of " + kind + " is " + requests + ": expected 1 or more");
            }
            bursts.put(kind, requests);
            return this;
        }

        /** The first requests fail exactly like this, one entry each. */
        public Builder script(FaultKind... faults) {
            this.script = List.of(faults);
            return this;
        }

        /** Value of {@code Retry-After}; whole seconds, a second unless set. */
        public Builder retryAfter(Duration wait) {
            this.retryAfter = wait;
            return this;
        }

        /** How late a slow answer is; a second unless set. */
        public Builder slow(Duration delay) {
            this.slow = delay;
            return this;
        }

        public FaultPlan build() {
            return new FaultPlan(this);
        }
    }
}
