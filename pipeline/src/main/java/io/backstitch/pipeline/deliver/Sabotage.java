package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Breaks one promise on purpose, so that the checks of the promises are proven to notice. */
public enum Sabotage {
    NONE,
    /** Swaps neighbouring events of one person. */
    ORDER,
    /** Forgets restored operations. */
    RESTORE,
    /** A person's next operation goes although there is no verdict on the one before. */
    LANES,
    /** An event gets another id each time it is made. */
    ULID,
    /** What a failure may have decided otherwise leaves although no checkpoint knows of it. */
    PROVISIONAL;

    private static final int ULID_LENGTH = 26;

    /** Called with each operation that arrives. */
    Operation onArrival(Operation o) {
        if (this != ULID || o.kind() != Operation.Kind.EVENT) {
            return o;
        }
        String body = new String(o.body(), StandardCharsets.UTF_8);
        String other = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
        String id = "0" + other.substring(0, ULID_LENGTH - 1);
        return o.withId(id).withBody(body.replace(o.id(), id).getBytes(StandardCharsets.UTF_8));
    }

    boolean waitsForVerdicts() {
        return this != LANES;
    }

    /** Called with the events of one person that are about to share a request. */
    void onRun(List<Pending> run) {
        if (this == ORDER) {
            for (int i = 0; i + 1 < run.size(); i += 2) {
                Collections.swap(run, i, i + 1);
            }
        }
    }

    boolean waitsForCheckpoints() {
        return this != PROVISIONAL;
    }

    boolean forgetsRestored() {
        return this == RESTORE;
    }
}
