package io.backstitch.pipeline.person;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * {@code orders_count}, {@code lifetime_value}, {@code first_order_date} and {@code
 * last_order_date} (Unix seconds): a pure function of the orders that show.
 *
 * <p>Value sums one currency: the configured one, else that of the person's first order whose
 * currency is known. Orders in others count and have a date, but do not add to it.
 */
final class OrderTotals {
    private int count;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long firstPriced = Long.MAX_VALUE;
    private String firstCurrency;

    /** Sums by currency; the empty text for none. */
    private final TreeMap<String, Long> sums = new TreeMap<>();

    OrderTotals(Orders orders) {
        orders.each(this::add);
    }

    private void add(OrderState order) {
        if (!order.shows()) {
            return;
        }
        count++;
        first = Math.min(first, order.time);
        last = Math.max(last, order.time);
        String currency = order.figures == null ? null : order.figures.currency();
        sums.merge(Objects.toString(currency, ""), order.netMinor(), Long::sum);
        if (currency != null && isFirst(order.time, currency)) {
            firstPriced = order.time;
            firstCurrency = currency;
        }
    }

    private boolean isFirst(long time, String currency) {
        return time < firstPriced
                || (time == firstPriced
                        && (firstCurrency == null || currency.compareTo(firstCurrency) < 0));
    }

    /**
     * @param configured the currency to sum, or empty
     * @param sent attributes as Customer.io has them
     * @param derived takes the totals; null takes back what was said before
     */
    void derive(String configured, Map<String, byte[]> sent, Map<String, byte[]> derived) {
        if (count > 0) {
            String currency = configured.isEmpty() ? firstCurrency : configured;
            long value = sums.getOrDefault(Objects.toString(currency, ""), 0L);
            derived.put("orders_count", Json.number(count));
            derived.put("lifetime_value", Json.money(value, currency));
            derived.put("first_order_date", Json.number(Math.floorDiv(first, 1000L)));
            derived.put("last_order_date", Json.number(Math.floorDiv(last, 1000L)));
        } else if (sent.containsKey("orders_count")) {
            derived.put("orders_count", Json.number(0));
            derived.put("lifetime_value", Json.number(0));
            derived.put("first_order_date", null);
            derived.put("last_order_date", null);
        }
    }
}
