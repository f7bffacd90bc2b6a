package io.backstitch.pipeline.person;

import java.io.Serializable;

/**
 * What the ledger is told about orders.
 *
 * @param sendTotals whether {@code orders_count}, {@code lifetime_value} and the order dates are
 *     sent: only when the order history is complete
 * @param currency currency of {@code lifetime_value}; empty: the one of a person's first order
 * @param backendOnly whether a client's report waits for the backend's
 * @param emitWait milliseconds of pipeline time that it waits at most
 * @param retention milliseconds of pipeline time after which an order is folded to its figures
 */
public record OrderRules(
        boolean sendTotals, String currency, boolean backendOnly, long emitWait, long retention)
        implements Serializable {}
