package io.backstitch.cli.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One step of the simulated clock: a record arrives, or time passes.
 *
 * @param time epoch milliseconds; never falls
 * @param input the record, or null
 * @param offset of the record in its topic
 */
record Beat(long time, Input input, long offset) {
    private static final long FINEST_MS = 60_000;
    private static final long COARSENESS = 64;

    /**
     * All steps of a scenario. Between two records time passes in steps of a minute at first, then
     * of a 64th of the time since the last record: what falls due meanwhile happens in the order in
     * which it would with other people's traffic around it.
     */
    static List<Beat> of(Scenario scenario) {
        List<Beat> beats = new ArrayList<>();
        Map<String, Long> offsets = new HashMap<>();
        long last = Long.MIN_VALUE;
        for (Input input : scenario.inputs()) {
            pass(last, input.arrives() - 1, beats);
            long offset = offsets.merge(input.topic(), 1L, Long::sum) - 1;
            beats.add(new Beat(input.arrives(), input, offset));
            last = input.arrives();
        }
        pass(last, Math.max(last + 1, scenario.until()), beats);
        // One more, so that all that was caused before has come through.
        beats.add(new Beat(beats.get(beats.size() - 1).time + 1, null, 0));
        return beats;
    }

    private static void pass(long from, long to, List<Beat> beats) {
        if (from == Long.MIN_VALUE) {
            beats.add(new Beat(to, null, 0));
            return;
        }
        long time = from;
        while (true) {
            time += Math.max(FINEST_MS, (time - from) / COARSENESS);
            if (time >= to) {
                break;
            }
            beats.add(new Beat(time, null, 0));
        }
        if (to > from) {
            beats.add(new Beat(to, null, 0));
        }
    }
}
