package io.backstitch.cli.demo;

import io.backstitch.sandbox.shoppers.SimulatedRecord;
import io.backstitch.sandbox.shoppers.Simulation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Writes the shoppers' records in slices, so that the job sees them as they come and not as one
 * heap. Waits where real time would keep apart what seconds do not: a moment where a deadline must
 * pass before what comes next, and for a late answer before its shopper goes on.
 */
final class Shopping {
    private static final int SLICES = 150;
    private static final long SLICE_PAUSE_MS = 40;
    private static final long DEADLINE_PAUSE_MS = 400;
    private static final long LOOK_MS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Where the records go. */
    interface Topics {
        /** Returns when they have the next records, at most that many. */
        long write(Iterator<SimulatedRecord> records, long count);
    }

    private final Topics topics;
    private final Predicate<String> answered;
    private final Progress progress;
    private final Iterator<SimulatedRecord> records;
    private final List<Integer> pauses;
    private final Deque<Simulation.Answer> answers;
    private final int size;
    private Duration patience;
    private int written;

    Shopping(Simulation simulation, Topics topics, Predicate<String> answered, Progress progress) {
        this(simulation, topics, answered, progress, PATIENCE);
    }

    /**
     * @param answered whether Customer.io has heard of the order of that cart
     * @param patience for an answer; if one does not come, no other is waited for, and the judge
     *     will say what is wrong
     */
    Shopping(
            Simulation simulation,
            Topics topics,
            Predicate<String> answered,
            Progress progress,
            Duration patience) {
        this.topics = topics;
        this.answered = answered;
        this.progress = progress;
        this.patience = patience;
        this.records = simulation.records().iterator();
        this.pauses = new ArrayList<>(simulation.pauses());
        this.answers = new ArrayDeque<>(simulation.answers());
        this.size = simulation.records().size();
    }

    /**
     * @param until how many records are written afterwards
     */
    void goOn(int until) throws InterruptedException {
        while (written < until) {
            awaitAnswers();
            int next = Math.min(until, written + Math.max(20, size / SLICES));
            boolean deadline = !pauses.isEmpty() && pauses.get(0) <= next;
            next = deadline ? Math.max(written, pauses.get(0)) : next;
            if (!answers.isEmpty() && answers.peek().written() < next) {
                next = answers.peek().written();
                deadline = false;
            }
            if (deadline) {
                pauses.remove(0);
            }
            topics.write(records, next - written);
            written = next;
            progress.soFar(written + " of " + size + " records written");
            Thread.sleep(deadline ? DEADLINE_PAUSE_MS : SLICE_PAUSE_MS);
        }
    }

    private void awaitAnswers() throws InterruptedException {
        while (!answers.isEmpty() && answers.peek().written() <= written) {
            String cart = answers.remove().cartId();
            long since = System.nanoTime();
            while (!answered.test(cart)) {
                if (System.nanoTime() - since >= patience.toNanos()) {
                    patience = Duration.ZERO;
                    break;
                }
                Thread.sleep(LOOK_MS);
            }
        }
    }
}
