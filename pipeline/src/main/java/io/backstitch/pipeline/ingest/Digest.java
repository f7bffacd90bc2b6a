package io.backstitch.pipeline.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids made of content: the same content always has the same id. */
final class Digest {
    private static final int HEX_DIGITS = 32;
    private static final HexFormat HEX = HexFormat.of();

    private Digest() {}

    /** 128 bits of SHA-256 over the parts, in hexadecimal; null is told apart from empty text. */
    static String of(byte[] content, String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            digest.update((byte) (part == null ? 0 : 1));
            if (part != null) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
            }
            digest.update((byte) 0x1f);
        }
        digest.update(content);
        return HEX.formatHex(digest.digest()).substring(0, HEX_DIGITS);
    }

    static String of(String... parts) {
        return of(new byte[0], parts);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
