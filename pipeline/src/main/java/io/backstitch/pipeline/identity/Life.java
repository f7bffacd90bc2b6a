package io.backstitch.pipeline.identity;

/**
 * How long an identifier that names nobody is remembered: so long after its last use, to the day.
 * One timer per identifier, however often it is used. Identifiers of people have no end.
 */
final class Life {
    private static final long DAY = 86_400_000L;

    private final Here here;
    private final IdentityState identity;
    private final long days;

    Life(Here here) {
        this.here = here;
        this.identity = here.identity;
        long life = here.settings.life(here.step.level);
        this.days = life == Long.MAX_VALUE ? 0 : Math.floorDiv(life + DAY - 1, DAY);
    }

    /**
     * Notes a use.
     *
     * @param arrival when its record reached Kafka, epoch milliseconds
     */
    void use(long arrival) {
        if (days == 0) {
            return;
        }
        long today = Math.floorDiv(arrival, DAY);
        if (today > identity.lastUse) {
            identity.lastUse = today;
            identity.changed = true;
        }
        if (identity.lifeEnds == 0) {
            planEnd(end());
        }
    }

    private long end() {
        return (identity.lastUse + 1 + days) * DAY;
    }

    private void planEnd(long at) {
        identity.lifeEnds = at;
        identity.changed = true;
        here.timers.registerEventTimeTimer(at);
    }

    /** Forgets the identifier if its time has come; what still waits there is waited for. */
    void endAt(long timestamp) {
        if (identity.lifeEnds == 0 || identity.lifeEnds > timestamp) {
            return;
        }
        if (end() > timestamp || isWaitedFor()) {
            planEnd(Math.max(end(), timestamp + DAY));
            return;
        }
        identity.end();
        here.step.metrics.forgotten.inc();
    }

    private boolean isWaitedFor() {
        return identity.held > 0
                || identity.settling > 0
                || !identity.queues.isEmpty()
                || !identity.pending.isEmpty();
    }
}
