package io.backstitch.model;

/**
 * Rules that the pipeline keeps and this model does not know yet; tests of their own hold them.
 *
 * <ul>
 *   <li>Aliases, of customers and of mpids.
 *   <li>Erasure.
 *   <li>Events that wait for a channel, and announcements annulled while they wait.
 *   <li>Identifiers whose life ends; sources that are not authoritative; holding that overflows.
 *   <li>What was purchased, and feedback from Customer.io.
 *   <li>Carts after their order was folded: only the figures are compared then.
 * </ul>
 */
final class NotYet {
    private NotYet() {}
}
