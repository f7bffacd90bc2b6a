package io.backstitch.pipeline.normalise;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Brings identifiers into one spelling and tells placeholders from identifiers. */
final class Identifiers {
    private static final Pattern UUID =
            Pattern.compile(
                    "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern EMAIL =
            Pattern.compile(
                    "[^\\s@\"(),:;<>\\[\\\\\\]]{1,64}@"
                            + "([\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?\\.)+\\p{L}[\\p{L}\\p{N}-]*[\\p{L}\\p{N}]");

    private final Set<String> junk = new HashSet<>();

    Identifiers(Collection<String> junk) {
        for (String word : junk) {
            this.junk.add(word.strip().toLowerCase(Locale.ROOT));
        }
    }

    /** True for placeholders: listed words, and anything made of zeros and dashes only. */
    boolean isJunk(String text) {
        return onlyZeros(text) || junk.contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean onlyZeros(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '0' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Trimmed; UUIDs in lower case, since platforms differ there. */
    static String plain(String text) {
        String trimmed = Json.clean(text.strip());
        return UUID.matcher(trimmed).matches() ? trimmed.toLowerCase(Locale.ROOT) : trimmed;
    }

    /** {@code #1001} is {@code 1001}. */
    static String orderId(String text) {
        String plain = plain(text);
        int start = 0;
        while (start < plain.length()
                && (plain.charAt(start) == '#' || Character.isWhitespace(plain.charAt(start)))) {
            start++;
        }
        return plain.substring(start).strip();
    }

    /** Lower case and trimmed, or null if it is no address. */
    static String email(String text) {
        String trimmed = text.strip();
        if (trimmed.length() > Limits.IDENTIFIER_BYTES) {
            return null;
        }
        String address = trimmed.toLowerCase(Locale.ROOT);
        return EMAIL.matcher(address).matches() ? address : null;
    }

    static boolean tooLong(String text) {
        return text.length() > Limits.IDENTIFIER_BYTES
                || text.getBytes(StandardCharsets.UTF_8).length > Limits.IDENTIFIER_BYTES;
    }
}
