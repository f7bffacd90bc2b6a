package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.deliver.Flight.Item;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The flights that have taken off and not ended: how many may still, and who sleeps until when. */
final class Flights {
    private final int maxSlots;
    private final PriorityQueue<Flight> sleeping =
            new PriorityQueue<>(
                    Comparator.comparingLong((Flight flight) -> flight.wakeAt)
                            .thenComparingLong(flight -> flight.number));
    private long takenOff;
    private int under;
    private int slots;

    Flights(int maxSlots) {
        this.maxSlots = maxSlots;
    }

    boolean hasSlot() {
        return slots < maxSlots;
    }

    boolean isEmpty() {
        return under == 0;
    }

    Flight takeOff(List<List<Item>> slices) {
        under++;
        slots++;
        return new Flight(takenOff++, slices);
    }

    /** The next one to wake, or null. */
    Flight nextAsleep() {
        return sleeping.peek();
    }

    Flight wake() {
        return sleeping.poll();
    }

    void sleep(Flight flight, long until) {
        flight.wakeAt = until;
        sleeping.add(flight);
    }

    /** Time in which nobody could try does not count as time of failure. */
    void excuse(long millis) {
        sleeping.forEach(flight -> flight.firstFailureAt += millis);
    }

    /** The current slice is done: the next one goes at once, or the flight ends. */
    void next(Flight flight, long now) {
        if (flight.hasMore()) {
            sleep(flight, now);
            return;
        }
        under--;
        if (flight.holdsSlot) {
            slots--;
        }
    }

    /** A single operation that keeps failing gives its slot away, and others their freedom. */
    void setAside(Flight flight, long now) {
        flight.holdsSlot = false;
        slots--;
        List<List<Item>> others = flight.withoutOthers();
        if (!others.isEmpty()) {
            sleep(takeOff(others), now);
        }
    }
}
