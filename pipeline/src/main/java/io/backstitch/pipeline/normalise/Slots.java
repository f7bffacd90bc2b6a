package io.backstitch.pipeline.normalise;

import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Names;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a contract's field for a source's spelling of it. Spellings are folded once and remembered,
 * up to a bound, since sources spell the same few keys again and again. Not thread-safe.
 */
final class Slots {
    static final int NONE = -1;
    private static final int MAX_REMEMBERED = 4096;
    private static final int RANKS = 64;

    private final Map<String, Integer> byFolded = new HashMap<>();
    private final Map<String, Integer> bySpelling = new HashMap<>();

    /**
     * @param fields their positions are the slots
     * @param insideItem whether spellings count that are only certain inside an item
     */
    Slots(List<Field> fields, boolean insideItem) {
        for (int slot = 0; slot < fields.size(); slot++) {
            Field field = fields.get(slot);
            int rank = 0;
            add(field.name(), slot, rank);
            for (String synonym : field.synonyms()) {
                add(synonym, slot, ++rank);
            }
            if (insideItem) {
                for (String synonym : field.itemSynonyms()) {
                    add(synonym, slot, ++rank);
                }
            }
        }
    }

    private void add(String name, int slot, int rank) {
        byFolded.putIfAbsent(Names.fold(name), slot * RANKS + Math.min(rank, RANKS - 1));
    }

    /** What {@link #slot} and {@link #rank} take apart, or {@link #NONE}. */
    int find(String spelling) {
        Integer known = bySpelling.get(spelling);
        if (known != null) {
            return known;
        }
        int found = byFolded.getOrDefault(Names.fold(spelling), NONE);
        if (bySpelling.size() < MAX_REMEMBERED) {
            bySpelling.put(spelling, found);
        }
        return found;
    }

    static int slot(int found) {
        return found / RANKS;
    }

    /** 0 for the contract's own name, then synonyms in the order of the schema: lower wins. */
    static int rank(int found) {
        return found % RANKS;
    }
}
