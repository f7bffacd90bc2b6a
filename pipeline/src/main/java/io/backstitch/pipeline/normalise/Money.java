package io.backstitch.pipeline.normalise;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Locale;

/** Currencies and minor units. */
public final class Money {
    private static final int DEFAULT_EXPONENT = 2;

    private Money() {}

    /** The ISO 4217 code in upper case, or null if there is no such currency. */
    public static String currency(String text) {
        String code = text.strip().toUpperCase(Locale.ROOT);
        try {
            return Currency.getInstance(code).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Decimals of a currency's minor unit; 2 if the currency is unknown. */
    public static int exponent(String currency) {
        if (currency == null) {
            return DEFAULT_EXPONENT;
        }
        int digits = Currency.getInstance(currency).getDefaultFractionDigits();
        return digits < 0 ? DEFAULT_EXPONENT : digits;
    }

    /**
     * The amount in minor units, half up; null if it is too large for a long.
     *
     * @param currency ISO 4217, or null
     */
    static Long minor(BigDecimal amount, String currency) {
        try {
            return amount.setScale(exponent(currency), RoundingMode.HALF_UP)
                    .unscaledValue()
                    .longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** An amount of minor units as a decimal number. */
    public static BigDecimal decimal(long minor, String currency) {
        return BigDecimal.valueOf(minor, exponent(currency));
    }
}
