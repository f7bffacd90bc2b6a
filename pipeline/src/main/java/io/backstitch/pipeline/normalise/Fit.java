package io.backstitch.pipeline.normalise;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes an event fit Customer.io's limit. What the contract does not name goes first: properties of
 * the event, the largest first, then properties of its items, the largest in sum first. What the
 * contract names never goes.
 */
final class Fit {
    private final String event;
    private final Tally tally;

    Fit(String event, Tally tally) {
        this.event = event;
        this.tally = tally;
    }

    /**
     * Leaves out as much as it takes and may.
     *
     * @param items or null
     * @param found bytes as it is
     * @return whether anything was left out
     */
    boolean shrink(Extras extras, List<Item> items, int found) {
        int excess = found - Limits.EVENT_ATTRIBUTES_BYTES;
        int left = excess;
        while (left > 0 && extras.size() > 0) {
            int largest = extras.largest();
            left -= extras.bytes(largest);
            leftOut(extras.name(largest), extras.bytes(largest));
            extras.remove(largest);
        }
        if (left > 0 && items != null) {
            left = shrinkItems(items, left);
        }
        return left < excess;
    }

    private int shrinkItems(List<Item> items, int excess) {
        TreeMap<String, Integer> sums = new TreeMap<>();
        for (Item item : items) {
            for (int i = 0; i < item.extras.size(); i++) {
                sums.merge(item.extras.name(i), item.extras.bytes(i), Integer::sum);
            }
        }
        int left = excess;
        while (left > 0 && !sums.isEmpty()) {
            Map.Entry<String, Integer> largest = sums.firstEntry();
            for (Map.Entry<String, Integer> sum : sums.entrySet()) {
                largest = sum.getValue() > largest.getValue() ? sum : largest;
            }
            String name = largest.getKey();
            left -= largest.getValue();
            leftOut("items." + name, largest.getValue());
            items.forEach(item -> item.extras.remove(name));
            sums.remove(name);
        }
        return left;
    }

    private void leftOut(String field, int bytes) {
        tally.count(Tally.Kind.LEFT_OUT_FOR_SIZE);
        tally.violation(
                new Violation(
                        event,
                        "left_out_for_size",
                        field,
                        "an event of at most " + Limits.EVENT_ATTRIBUTES_BYTES + " bytes",
                        bytes + " bytes",
                        Violation.Decision.DROPPED));
    }
}
