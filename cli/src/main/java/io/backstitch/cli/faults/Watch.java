package io.backstitch.cli.faults;

import io.backstitch.cli.demo.Causes;
import io.backstitch.sandbox.customerio.AcceptedEvent;
import io.backstitch.sandbox.customerio.Activity;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.shoppers.Truth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at the receiver all the time: whatever has a second effect, or one that nothing caused, is
 * noticed in the moment and not only at the end, when it may have been covered up.
 */
final class Watch implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 100;

    private final CustomerIoSandbox sandbox;
    private final Causes causes;
    private final Set<Long> seen = new HashSet<>();
    private final Set<String> ulids = new HashSet<>();
    private final Set<String> eventIds = new HashSet<>();
    private final List<String> duplicated = new ArrayList<>();
    private final List<String> invented = new ArrayList<>();
    private final Thread thread;
    private volatile boolean over;
    private volatile long awaitedSince;
    private volatile long recoveredMs = -1;
    private int effectsBefore;
    private int looks;

    Watch(CustomerIoSandbox sandbox, Truth truth) {
        this.sandbox = sandbox;
        this.causes = new Causes(truth);
        this.thread = new Thread(this::run, "fault-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!over) {
                look();
                Thread.sleep(LOOK_EVERY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        looks++;
        List<AcceptedEvent> events = sandbox.events();
        long since = awaitedSince;
        if (since != 0 && recoveredMs < 0 && events.size() > effectsBefore) {
            recoveredMs = (System.nanoTime() - since) / 1_000_000;
        }
        if (since == 0) {
            effectsBefore = events.size();
        }
        for (AcceptedEvent event : events) {
            Activity activity = event.activity();
            if (seen.add(activity.seq())) {
                look(activity);
            }
        }
    }

    private void look(Activity activity) {
        String what = activity.name() + " " + activity.eventId();
        boolean again = activity.ulid() != null && !ulids.add(activity.ulid());
        again |= activity.eventId() != null && !eventIds.add(activity.eventId());
        if (again) {
            duplicated.add(what + " took effect again as no. " + activity.seq());
        }
        if (causes.of(activity.eventId(), activity.attributes().tree()).invented()) {
            invented.add(what + " took effect, and nothing caused it");
        }
    }

    /** The trouble is over: from now until the next effect it is recovery. */
    synchronized void expectRecovery() {
        effectsBefore = sandbox.events().size();
        recoveredMs = -1;
        awaitedSince = System.nanoTime();
    }

    /** Milliseconds from the end of the trouble to the next effect; -1 if there was none. */
    long recoveredMs() {
        return recoveredMs;
    }

    synchronized int effects() {
        return seen.size();
    }

    synchronized List<String> duplicated() {
        return List.copyOf(duplicated);
    }

    synchronized List<String> invented() {
        return List.copyOf(invented);
    }

    synchronized int looks() {
        return looks;
    }

    /** Effects that were there and are not any more; the receiver forgets nothing. */
    synchronized int vanished() {
        return seen.size() - sandbox.events().size();
    }

    /** Takes a last look. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
        look();
    }
}
