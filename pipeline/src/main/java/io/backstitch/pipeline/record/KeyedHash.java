package io.backstitch.pipeline.record;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 under one key; text is hashed as UTF-8. Single-threaded. */
public final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /**
     * @param key at least one byte
     */
    public KeyedHash(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** The first {@code bytes} bytes of a text's hash, in lower-case hexadecimal. */
    public String hex(String text, int bytes) {
        byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, bytes);
    }

    /** The hash of a list of fields, each of which may be null: 32 bytes. */
    byte[] ofFields(String... fields) {
        for (String field : fields) {
            byte[] bytes = field == null ? null : field.getBytes(StandardCharsets.UTF_8);
            // Lengths keep ("ab", "c") and ("a", "bc") apart; -1 keeps null and "" apart.
            putInt(bytes == null ? -1 : bytes.length);
            if (bytes != null) {
                mac.update(bytes);
            }
        }
        return mac.doFinal();
    }

    private void putInt(int value) {
        mac.update((byte) (value >>> 24));
        mac.update((byte) (value >>> 16));
        mac.update((byte) (value >>> 8));
        mac.update((byte) value);
    }
}
