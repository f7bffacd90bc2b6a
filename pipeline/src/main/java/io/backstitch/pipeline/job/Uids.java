package io.backstitch.pipeline.job;

import io.backstitch.pipeline.balance.Count;

/**
 * The uids of all operators: names of state in savepoints. Pinned by a test; never renamed. Those
 * of the steps and lanes are made of the level's name.
 */
public final class Uids {
    private Uids() {}

    public static final String SOURCE = "source";
    public static final String CONTROL_SOURCE = "control-source";
    public static final String CONTROL = "control";
    public static final String GATE = "gate";
    public static final String INGEST = Count.INGEST;
    public static final String RECEIPTS = "sink-receipts";
    public static final String DEAD_LETTERS = "sink-dead-letters";
    public static final String IDENTITY_AUDIT = "sink-identity-audit";
    public static final String BALANCE = "sink-balance";
    public static final String VIOLATIONS = "sink-violations";
    public static final String ANONYMOUS_LANE = "anonymous";

    public static final String ALIAS_GATE = "alias-gate";

    public static String entry(String level) {
        return "entry-" + level;
    }

    public static String identity(String level) {
        return Count.step(level);
    }

    public static String aliases(String level) {
        return "aliases-of-" + level;
    }

    public static String fenced(String from, String to) {
        return "fenced-" + from + "-to-" + to;
    }
}
