package io.backstitch.cli.contract;

import java.util.Map;
import java.util.Set;

/** Tells what is gone from what only has another name now. */
final class Renaming {
    private Renaming() {}

    /**
     * Under which new name something that is gone goes on: the owner of one of its spellings that
     * was not there before.
     *
     * @param spellings of what is gone, its name first
     * @param now what spellings mean now
     * @param before names that were there before
     * @return the name, or null if there is none
     */
    static String heir(Map<String, String> spellings, Spellings now, Set<String> before) {
        for (String folded : spellings.keySet()) {
            String owner = now.owner(folded);
            if (owner != null && !before.contains(owner)) {
                return owner;
            }
        }
        return null;
    }
}
