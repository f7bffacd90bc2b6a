package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.KeyedHash;
import io.backstitch.pipeline.record.PersonalIds;
import java.nio.charset.StandardCharsets;

/**
 * Shows a person in receipts: {@code id:…} in clear unless the id is itself an address or a number,
 * everything else as a keyed hash behind its kind of identifier, so that receipts of one person
 * still belong together. Without a key of one's own the key is this source text: the hash then only
 * keeps addresses from being read at a glance, not from being guessed and tested. Single-threaded.
 */
public final class PersonMask {
    private static final String PUBLISHED_KEY = "backstitch receipts, no key configured";
    private static final String CLEAR = "id:";
    private static final int SHOWN_BYTES = 16;

    private final KeyedHash hash;

    /**
     * @param key the key, or null for the published one
     */
    public PersonMask(String key) {
        String text = key == null ? PUBLISHED_KEY : key;
        hash = new KeyedHash(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How receipts show a person of an operation, e.g. {@code id:7}. */
    public String show(String person) {
        if (person.startsWith(CLEAR)
                && !PersonalIds.isAddressOrNumber(person.substring(CLEAR.length()))) {
            return person;
        }
        String kind = person.substring(0, person.indexOf(':') + 1);
        return kind + hash.hex(person, SHOWN_BYTES);
    }
}
