package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;

/** An operation that is not settled yet. */
final class Pending {
    /** Rough size of an operation besides its body. */
    private static final int OVERHEAD = 400;

    final Operation operation;
    int attempts;

    /** The last checkpoint that had begun when it came, if one that began later must know it. */
    long cameAfter = Checkpoints.KNOWN;

    /** Set once its awaits have been taken. */
    boolean released;

    /** Its turn has come before: a pause does not stop it any more, nothing later passes it. */
    boolean underWay;

    Pending(Operation operation, int attempts) {
        this.operation = operation;
        this.attempts = attempts;
    }

    int length() {
        return operation.body() == null ? 0 : operation.body().length;
    }

    long memory() {
        return OVERHEAD + length();
    }
}
