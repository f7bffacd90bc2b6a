package io.backstitch.sandbox.shoppers;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** The one source of chance of a shopper: seeded, so that a shopper is the same in every run. */
final class Rng {
    private final SplittableRandom random;

    Rng(long seed, long stream) {
        this.random =
                new SplittableRandom(seed * 0x9E3779B97F4A7C15L + stream * 0xD1B54A32D192ED03L);
    }

    boolean chance(double rate) {
        return random.nextDouble() < rate;
    }

    /** From {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** Milliseconds from {@code low} to {@code high} seconds. */
    long seconds(int low, int high) {
        return random.nextLong(low * 1000L, high * 1000L + 1);
    }

    long minutes(int low, int high) {
        return seconds(low * 60, high * 60);
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A signed 64-bit id beyond 2^53, as mParticle makes them. */
    long id64() {
        long id = random.nextLong();
        return Math.abs(id >> 53) < 2 ? id ^ 0x4000_0000_0000_0000L : id;
    }

    String uuid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
