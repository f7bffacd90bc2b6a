package io.backstitch.pipeline.normalise;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Numbers in text. The dot is the decimal mark, as in JSON; a comma is taken where it can be one
 * thing only: {@code 12.50}, {@code 12,50}, {@code 1,250.00}, {@code €12.50}, {@code 12.50 EUR}. A
 * lone comma before three digits ({@code 1,250}) could be either, and a dot before a comma ({@code
 * 1.234,50}) or two dots ({@code 1.250.000}) contradict the rule: refused.
 */
final class NumberText {
    private static final int MAX_LENGTH = 64;
    private static final Pattern DOT = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,2})?");
    private static final Pattern COMMA = Pattern.compile("[+-]?\\d+,(\\d{1,2}|\\d{4,})");
    private static final Pattern COMMA_GROUPS =
            Pattern.compile("[+-]?\\d{1,3}(,\\d{3})+\\.\\d+|[+-]?\\d{1,3}(,\\d{3}){2,}");
    private static final Pattern SEPARATED = Pattern.compile("[+-]?\\d[\\d.,']*");

    private NumberText() {}

    /** The number without trailing zeros, or null. */
    static BigDecimal parse(String source) {
        if (source.length() > MAX_LENGTH) {
            return null;
        }
        String text = bare(source);
        if (DOT.matcher(text).matches()) {
            return SourceValues.bounded(new BigDecimal(text));
        }
        if (COMMA.matcher(text).matches()) {
            return SourceValues.bounded(new BigDecimal(text.replace(',', '.')));
        }
        if (COMMA_GROUPS.matcher(text).matches()) {
            return SourceValues.bounded(new BigDecimal(text.replace(",", "")));
        }
        return null;
    }

    /** Whether text that is not taken is an amount all the same, with separators. */
    static boolean ambiguous(String source) {
        return source.length() <= MAX_LENGTH && SEPARATED.matcher(bare(source)).matches();
    }

    /** Without spaces, a currency sign, or a currency code at either end. */
    private static String bare(String source) {
        String text = source.strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "");
        int from = 0;
        int to = text.length();
        if (to > 0 && sign(text.charAt(0))) {
            from++;
        } else if (to > 3 && code(text, 0)) {
            from += 3;
        }
        if (to > from && sign(text.charAt(to - 1))) {
            to--;
        } else if (to - from > 3 && code(text, to - 3)) {
            to -= 3;
        }
        return text.substring(from, to);
    }

    private static boolean sign(char c) {
        return Character.getType(c) == Character.CURRENCY_SYMBOL;
    }

    private static boolean code(String text, int from) {
        for (int i = from; i < from + 3; i++) {
            if (text.charAt(i) < 'A' || text.charAt(i) > 'Z') {
                return false;
            }
        }
        return true;
    }
}
