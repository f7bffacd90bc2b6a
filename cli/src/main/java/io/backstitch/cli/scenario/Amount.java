package io.backstitch.cli.scenario;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Money as a scenario writes it: {@code 59.90 EUR}, or {@code 59.90} where the currency is EUR. */
record Amount(BigDecimal value, String currency) {
    private static final String EURO = "EUR";
    private static final Pattern TEXT = Pattern.compile("(-?\\d+(?:\\.\\d+)?)(?: ([A-Z]{3}))?");

    /** Reads one out of a form; null if it is not there or no amount (a fault). */
    static Amount read(Form form, String name) {
        String text = form.text(name);
        if (text == null) {
            return null;
        }
        Matcher amount = TEXT.matcher(text.strip());
        if (!amount.matches()) {
            form.fault(name, "expected an amount like 59.90 EUR, found '" + text + "'");
            return null;
        }
        String currency = amount.group(2) == null ? EURO : amount.group(2);
        return new Amount(new BigDecimal(amount.group(1)), currency);
    }

    /** What the items cost; zero if they have no prices. */
    static Amount of(List<Basket.Line> items) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Basket.Line line : items) {
            if (line.price() != null) {
                sum = sum.add(line.price().multiply(line.quantity()));
            }
        }
        return new Amount(sum, EURO);
    }

    /** In minor units of its currency. */
    long minor() {
        return minor(value, currency);
    }

    static long minor(BigDecimal value, String currency) {
        int digits;
        try {
            digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            digits = 2; // the job will say what it thinks of the currency
        }
        return value.movePointRight(digits).longValue();
    }
}
