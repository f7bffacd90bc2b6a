package io.backstitch.cli.audit;

import java.util.Locale;

/** Numbers of events in words. */
final class Counted {
    private Counted() {}

    static String of(long events) {
        return String.format(Locale.ROOT, "%,d %s", events, events == 1 ? "event" : "events");
    }
}
