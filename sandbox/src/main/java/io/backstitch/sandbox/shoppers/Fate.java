package io.backstitch.sandbox.shoppers;

/**
 * What must become of one occurrence of an input event (or of a record that is none).
 *
 * <p>The rules by which {@link Truth} decides, so that a checker knows what to expect:
 *
 * <ol>
 *   <li>A record that cannot be read is one {@link #DEAD_LETTER} ({@code whole_record}).
 *   <li>Events of a development batch, of Customer.io's own feed (custom attribute {@code mParticle
 *       Source Feed}), operational events and screen views are {@link #FILTERED}, each occurrence.
 *   <li>Events with an unplanned name, or without a required property, are {@link #DEAD_LETTER},
 *       each occurrence: filtering and normalising come before deduplication.
 *   <li>A later occurrence of the same message id on the same device is {@link #DUPLICATE}. Copies
 *       always share the partition of the original, so the first is the first.
 *   <li>One order is delivered once. Of its reports (client purchases, backend PLACED) one is
 *       {@link #DELIVERED}, the others {@link #DUPLICATE}; which is which depends on arrival and is
 *       noted for the order of Kafka timestamps.
 *   <li>Backend UPDATED and REFUNDED records are {@link #DELIVERED} once each, as {@code
 *       order_updated} and {@code order_refunded}. The amount of a REFUNDED record is what was
 *       given back; a refunded order still counts as an order.
 *   <li>An event is {@link #DELIVERED} to its shopper if it states a customer id or an email, or if
 *       what identifies it becomes known early enough: for a device, by a later batch of the device
 *       or an order naming it; for an event that states a cart or an order, by any record that
 *       states the same cart or order with a person, or by its device. Carts and orders do not
 *       identify events that do not state them. Otherwise it is {@link #DELIVERED_ANONYMOUS}.
 *   <li>A batch without events has no fate of its own.
 * </ol>
 *
 * The simulator keeps five minutes away from every deadline and hours away from the window's end.
 */
public enum Fate {
    /** Becomes an event of its shopper at Customer.io, once. */
    DELIVERED,
    /** Nobody came for it in time: becomes an event of an anonymous id. */
    DELIVERED_ANONYMOUS,
    /** Seen before, by message id or as a report of a known order. */
    DUPLICATE,
    /** Not for Customer.io. */
    FILTERED,
    /** Refused with a reason. */
    DEAD_LETTER
}
