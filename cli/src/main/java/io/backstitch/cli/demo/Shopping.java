package io.backstitch.cli.demo;

import io.backstitch.sandbox.shoppers.SimulatedRecord;
import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.sandbox.shoppers.SimulationWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Writes the shoppers' records in slices, so that the job sees them as they come and not as one
 * heap, and waits a moment where a deadline must pass before what comes next.
 */
final class Shopping {
    private static final int SLICES = 150;
    private static final long SLICE_PAUSE_MS = 40;
    private static final long DEADLINE_PAUSE_MS = 400;

    private final SimulationWriter writer;
    private final Progress progress;
    private final Iterator<SimulatedRecord> records;
    private final List<Integer> pauses;
    private final int size;
    private int written;

    Shopping(Simulation simulation, SimulationWriter writer, Progress progress) {
        this.writer = writer;
        this.progress = progress;
        this.records = simulation.records().iterator();
        this.pauses = new ArrayList<>(simulation.pauses());
        this.size = simulation.records().size();
    }

    /**
     * @param until how many records are written afterwards
     */
    void goOn(int until) throws InterruptedException {
        while (written < until) {
            int next = Math.min(until, written + Math.max(20, size / SLICES));
            boolean deadline = !pauses.isEmpty() && pauses.get(0) <= next;
            next = deadline ? Math.max(written, pauses.remove(0)) : next;
            writer.write(records, next - written);
            written = next;
            progress.soFar(written + " of " + size + " records written");
            Thread.sleep(deadline ? DEADLINE_PAUSE_MS : SLICE_PAUSE_MS);
        }
    }
}
