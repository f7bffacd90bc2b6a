package io.backstitch.cli.demo;

import java.util.List;

/**
 * Whether a promise held in a run.
 *
 * @param promise which
 * @param checked how many things were looked at; 0 if this run could not put it to the test
 * @param violations how many of them broke it
 * @param examples the first violations in words, without emails, phones or names
 * @param note what else to know, or null
 */
public record Verdict(
        Promise promise, long checked, long violations, List<String> examples, String note) {
    public Verdict {
        examples = List.copyOf(examples);
    }

    public boolean held() {
        return violations == 0;
    }
}
