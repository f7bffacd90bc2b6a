package io.backstitch.sandbox.shoppers;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * What to simulate. The deadlines must be those the pipeline under test is configured with: truth
 * is computed from them.
 *
 * @param seed same seed and options, same bytes
 * @param shoppers how many shoppers, at least 1
 * @param mess how untidy their traffic is
 * @param weights relative share of each kind of shopper; a missing kind does not occur
 * @param startTime when the first shopper appears
 * @param span how long shoppers keep appearing and acting, about; at least 40 hours, for those who
 *     come back after the stitching window
 * @param partitions partitions of each input topic
 * @param abandonAfter inactivity after which a cart counts as abandoned
 * @param grace what is waited for late uploads before that is announced
 * @param stitchWindow how long an anonymous event waits for its person, in event time
 * @param lateness what the pipeline adds to that window
 * @param firstNumber number of the first shopper, in what identifies shoppers and their orders:
 *     simulations whose numbers do not overlap share nobody
 */
public record SimulationOptions(
        long seed,
        int shoppers,
        Mess mess,
        Map<ShopperKind, Integer> weights,
        Instant startTime,
        Duration span,
        int partitions,
        Duration abandonAfter,
        Duration grace,
        Duration stitchWindow,
        Duration lateness,
        int firstNumber) {
    private static final Instant FIRST_MORNING = Instant.parse("2026-03-02T06:00:00Z");

    public SimulationOptions {
        weights = Map.copyOf(weights);
        require(shoppers >= 1, "shoppers", shoppers, "at least 1");
        require(firstNumber >= 0, "firstNumber", firstNumber, "at least 0");
        require(partitions >= 1, "partitions", partitions, "at least 1");
        require(span.toHours() >= 40, "span", span, "at least 40 hours");
        require(
                weights.values().stream().mapToInt(Integer::intValue).sum() > 0,
                "weights",
                weights,
                "at least one kind of shopper");
        require(
                abandonAfter.plus(grace).toMinutes() == 80
                        && stitchWindow.toHours() == 24
                        && lateness.toHours() == 2,
                "deadlines",
                abandonAfter + " + " + grace + ", " + stitchWindow + " + " + lateness,
                "1 h + 20 min and 24 h + 2 h, which the shoppers' timing is made for");
    }

    /** Two days, four partitions, the usual mess and the pipeline's default deadlines. */
    public static SimulationOptions of(long seed, int shoppers) {
        Map<ShopperKind, Integer> weights = new EnumMap<>(ShopperKind.class);
        for (ShopperKind kind : ShopperKind.values()) {
            weights.put(kind, kind.usualWeight());
        }
        return new SimulationOptions(
                seed,
                shoppers,
                Mess.usual(),
                weights,
                FIRST_MORNING,
                Duration.ofDays(2),
                4,
                Duration.ofHours(1),
                Duration.ofMinutes(20),
                Duration.ofHours(24),
                Duration.ofHours(2),
                0);
    }

    /** The same with another mess. */
    public SimulationOptions with(Mess newMess) {
        return new SimulationOptions(
                seed,
                shoppers,
                newMess,
                weights,
                startTime,
                span,
                partitions,
                abandonAfter,
                grace,
                stitchWindow,
                lateness,
                firstNumber);
    }

    /** The same with other shares of shoppers. */
    public SimulationOptions with(Map<ShopperKind, Integer> newWeights) {
        return new SimulationOptions(
                seed,
                shoppers,
                mess,
                newWeights,
                startTime,
                span,
                partitions,
                abandonAfter,
                grace,
                stitchWindow,
                lateness,
                firstNumber);
    }

    /** The same with another number of partitions. */
    public SimulationOptions withPartitions(int newPartitions) {
        return new SimulationOptions(
                seed,
                shoppers,
                mess,
                weights,
                startTime,
                span,
                newPartitions,
                abandonAfter,
                grace,
                stitchWindow,
                lateness,
                firstNumber);
    }

    /** The same at another time with other people. */
    public SimulationOptions startingAt(Instant newStart, int newFirstNumber) {
        return new SimulationOptions(
                seed,
                shoppers,
                mess,
                weights,
                newStart,
                span,
                partitions,
                abandonAfter,
                grace,
                stitchWindow,
                lateness,
                newFirstNumber);
    }

    /** Milliseconds from a cart's last activity to its abandonment. */
    long cartDeadline() {
        return abandonAfter.plus(grace).toMillis();
    }

    /** Milliseconds from an anonymous event until it is given up. */
    long holdDeadline() {
        return stitchWindow.plus(lateness).toMillis();
    }

    private static void require(boolean ok, String name, Object value, String expected) {
        if (!ok) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + expected);
        }
    }
}
