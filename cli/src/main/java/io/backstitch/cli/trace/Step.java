package io.backstitch.cli.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * One thing that happened on the way.
 *
 * @param at epoch milliseconds: when its record reached Kafka, or when its time came
 * @param place topic, partition and offset of that record, so that what it caused stays together
 * @param rank decisions before operations before dead letters
 * @param seq position among the operations of its person, 0 if it has none
 * @param key makes the order total
 * @param title what it is
 * @param verdict what became of it
 * @param lines for people
 * @param record as it was written
 */
record Step(
        long at,
        String place,
        int rank,
        long seq,
        String key,
        String title,
        String verdict,
        List<Line> lines,
        SpecificRecord record) {

    static final int DECISION = 0;
    static final int OPERATION = 1;
    static final int DEAD_LETTER = 2;

    static final Comparator<Step> ORDER =
            Comparator.comparingLong(Step::at)
                    .thenComparing(Step::place)
                    .thenComparingInt(Step::rank)
                    .thenComparingLong(Step::seq)
                    .thenComparing(Step::key);

    /** One fact of it. */
    record Line(String label, String text) {}

    /** Lines in the making; what is not known is left out. */
    static final class Lines {
        private final List<Line> lines = new ArrayList<>();

        Lines add(String label, String text) {
            if (text != null && !text.isEmpty()) {
                lines.add(new Line(label, Words.plain(text)));
            }
            return this;
        }

        List<Line> list() {
            return List.copyOf(lines);
        }
    }
}
