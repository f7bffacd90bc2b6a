package io.backstitch.cli.demo;

import java.util.ArrayList;
import java.util.List;

/** Counts what one promise's check looks at and finds. */
final class Findings {
    private static final int EXAMPLES = 5;

    private final Promise promise;
    private final List<String> examples = new ArrayList<>();
    private long checked;
    private long violations;
    private String note;

    Findings(Promise promise) {
        this.promise = promise;
    }

    void checked() {
        checked++;
    }

    void violation(String words) {
        violations++;
        if (examples.size() < EXAMPLES) {
            examples.add(words);
        }
    }

    /** Looks at one thing: a violation unless {@code ok}. */
    void check(boolean ok, String words) {
        checked++;
        if (!ok) {
            violation(words);
        }
    }

    void note(String words) {
        note = words;
    }

    Verdict verdict() {
        return new Verdict(promise, checked, violations, examples, note);
    }
}
