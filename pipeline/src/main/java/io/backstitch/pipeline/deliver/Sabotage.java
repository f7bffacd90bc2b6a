package io.backstitch.pipeline.deliver;

import java.util.Collections;
import java.util.List;

/** Breaks one promise on purpose, so that the checks of the promises are proven to notice. */
public enum Sabotage {
    NONE,
    /** Swaps neighbouring events of one person. */
    ORDER,
    /** Forgets restored operations. */
    RESTORE;

    /** Called with the events of one person that are about to share a request. */
    void onRun(List<Pending> run) {
        if (this == ORDER) {
            for (int i = 0; i + 1 < run.size(); i += 2) {
                Collections.swap(run, i, i + 1);
            }
        }
    }

    boolean forgetsRestored() {
        return this == RESTORE;
    }
}
