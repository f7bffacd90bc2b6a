package io.backstitch.cli.faults;

import java.util.List;
import java.util.Map;

/**
 * What a fault has shown.
 *
 * @param name of the fault
 * @param what happened, for people
 * @param injected what was done, in numbers
 * @param inputs occurrences of events, and records that are none, that had to get a fate
 * @param effects events that took effect at the receiver
 * @param repeats events that reached the receiver again and had no second effect
 * @param deadLetters distinct ones
 * @param requests batches of operations sent
 * @param sentAgain operations that were sent more than once, counted each time
 * @param restarts of the job
 * @param checkpoints that were completed meanwhile
 * @param failedCheckpoints that were not
 * @param recoveryMs from the end of the trouble to the next effect; -1 if there was nothing left
 * @param checkpointMs from the end of the trouble to the next complete checkpoint; -1 if none came
 * @param seconds the fault took
 * @param missing inputs without their fate or effect
 * @param duplicated second effects
 * @param invented effects without a cause
 * @param disordered events of a person accepted in another order than they were decided in
 * @param findings everything that is not as it should be, in words; empty if the fault was survived
 */
record FaultResult(
        String name,
        String what,
        Map<String, Object> injected,
        long inputs,
        long effects,
        long repeats,
        long deadLetters,
        long requests,
        long sentAgain,
        long restarts,
        long checkpoints,
        long failedCheckpoints,
        long recoveryMs,
        long checkpointMs,
        long seconds,
        long missing,
        long duplicated,
        long invented,
        long disordered,
        List<String> findings) {
    FaultResult {
        findings = List.copyOf(findings);
    }

    boolean survived() {
        return findings.isEmpty();
    }
}
