package io.backstitch.sandbox.customerio;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Sets and clears the faults of a running sandbox, and counts those injected. Thread-safe. */
public final class Faults {

    /** A fault to inject into one request, with the settings of its plan. */
    record Injection(FaultKind kind, FaultPlan plan) {}

    private final Map<FaultKind, Long> injected = new EnumMap<>(FaultKind.class);
    private FaultPlan plan = FaultPlan.NONE;
    private SplittableRandom random = new SplittableRandom(1);
    private int request;
    private FaultKind burst = FaultKind.NONE;
    private int burstLeft;

    Faults() {}

    /** Replaces the plan; the script and the seed start anew, the counts stay. */
    public synchronized void set(FaultPlan newPlan) {
        plan = newPlan;
        random = new SplittableRandom(newPlan.seed);
        request = 0;
        burstLeft = 0;
    }

    /** No more faults from now on. */
    public void clear() {
        set(FaultPlan.NONE);
    }

    /** How many faults were injected so far, by kind; kinds without any are missing. */
    public synchronized Map<FaultKind, Long> injected() {
        return new EnumMap<>(injected);
    }

    synchronized Injection next() {
        FaultKind kind = choose();
        if (kind != FaultKind.NONE) {
            injected.merge(kind, 1L, Long::sum);
        }
        return new Injection(kind, plan);
    }

    private FaultKind choose() {
        if (request < plan.script.size()) {
            return plan.script.get(request++);
        }
        if (plan.rates.isEmpty()) {
            return FaultKind.NONE;
        }
        if (burstLeft > 0) {
            burstLeft--;
            return burst;
        }
        double dice = random.nextDouble();
        for (Map.Entry<FaultKind, Double> rate : plan.rates.entrySet()) {
            dice -= rate.getValue();
            if (dice < 0) {
                burst = rate.getKey();
                burstLeft = plan.bursts.getOrDefault(burst, 1) - 1;
                return burst;
            }
        }
        return FaultKind.NONE;
    }
}
