package io.backstitch.sandbox.customerio;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Hands accepted operations on, each up to {@code window} places later than it came. The order is a
 * function of the seed and the order of acceptance. Guarded by the workspace's lock.
 */
final class Reordering {

    private record Held(Accepted operation, long rank) {}

    private final int window;
    private final Random random;
    private final Consumer<Accepted> apply;
    private final PriorityQueue<Held> held =
            new PriorityQueue<>(
                    Comparator.comparingLong(Held::rank)
                            .thenComparingLong(h -> h.operation().seq()));

    Reordering(int window, long seed, Consumer<Accepted> apply) {
        this.window = window;
        this.random = new Random(seed);
        this.apply = apply;
    }

    void add(Accepted operation) {
        if (window == 0) {
            apply.accept(operation);
            return;
        }
        held.add(new Held(operation, operation.seq() + random.nextInt(window + 1)));
        while (!held.isEmpty() && held.peek().rank() <= operation.seq()) {
            apply.accept(held.poll().operation());
        }
    }

    /** Applies all that is held. */
    void flush() {
        while (!held.isEmpty()) {
            apply.accept(held.poll().operation());
        }
    }
}
