package io.backstitch.model;

import java.util.List;
import java.util.Set;

/**
 * What arrives, and when: slots one after the other. The reports of a slot are under way together;
 * then pipeline time reaches the slot's end.
 *
 * @param races whether a slot may hold several reports, so that only what no race decides can be
 *     compared
 * @param twists in what kind of shop
 */
public record History(boolean races, Set<Twist> twists, List<Slot> slots) {

    /** What happens between two moments of pipeline time. */
    public record Slot(List<Report> reports, long end, Trouble trouble) {}

    /** What befalls the job once the slot is over. */
    public enum Trouble {
        NONE,
        /** A snapshot, and a new job that goes on from it. */
        RESTART,
        /** A snapshot; the next slot's work is lost and done again. */
        CRASH
    }

    /** All reports in the order of their arrival. */
    public List<Report> reports() {
        return slots.stream().flatMap(slot -> slot.reports().stream()).toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(races ? "with races " : "one at a time ");
        text.append(twists).append('\n');
        for (Slot slot : slots) {
            for (Report report : slot.reports) {
                text.append("  ").append(report).append('\n');
            }
            text.append("  clock ").append(Moment.text(slot.end));
            text.append(slot.trouble == Trouble.NONE ? "" : ", then " + slot.trouble);
            text.append('\n');
        }
        return text.toString();
    }
}
