package io.backstitch.pipeline.normalise;

import java.util.Map;
import java.util.SortedMap;

/** Finds the planned name that somebody may have meant. */
final class NearestName {
    private static final int MAX_LENGTH = 60;

    private NearestName() {}

    /**
     * The contract name whose spelling needs the fewest edits, or null if none is near.
     *
     * @param planned folded spelling to contract name
     */
    static String of(String folded, SortedMap<String, String> planned) {
        if (folded.length() > MAX_LENGTH) {
            return null;
        }
        String nearest = null;
        int fewest = Math.max(2, folded.length() / 3) + 1;
        for (Map.Entry<String, String> entry : planned.entrySet()) {
            int edits = distance(folded, entry.getKey(), fewest);
            if (edits < fewest) {
                fewest = edits;
                nearest = entry.getValue();
            }
        }
        return nearest;
    }

    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(swap, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] spare = previous;
            previous = current;
            current = spare;
        }
        return previous[b.length()];
    }
}
