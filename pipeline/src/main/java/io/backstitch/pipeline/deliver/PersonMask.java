package io.backstitch.pipeline.deliver;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows a person in receipts: {@code id:…} in clear, everything else as a keyed hash behind its
 * kind of identifier, so that receipts of one person still belong together. Without a key of one's
 * own the key is this source text: the hash then only keeps addresses from being read at a glance,
 * not from being guessed and tested. Single-threaded.
 */
final class PersonMask {
    private static final String PUBLISHED_KEY = "backstitch receipts, no key configured";
    private static final String CLEAR = "id:";
    private static final int SHOWN_BYTES = 16;

    private final Mac mac;

    /**
     * @param key the key, or null for the published one
     */
    PersonMask(String key) {
        try {
            byte[] bytes = (key == null ? PUBLISHED_KEY : key).getBytes(StandardCharsets.UTF_8);
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    String show(String person) {
        if (person.startsWith(CLEAR)) {
            return person;
        }
        byte[] hash = mac.doFinal(person.getBytes(StandardCharsets.UTF_8));
        String kind = person.substring(0, person.indexOf(':') + 1);
        return kind + HexFormat.of().formatHex(hash, 0, SHOWN_BYTES);
    }
}
