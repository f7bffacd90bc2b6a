/**
 * A person's events go in, Customer.io operations come out.
 *
 * <p>{@link io.backstitch.pipeline.person.Ledger} is the door: all that is known of one person,
 * with an update that does not care about the order of arrival, and the memory of what was handed
 * to delivery, so that later facts compensate and never unsend. One small class per concern, each
 * with its own part of the state: {@code Profile}, {@code Eligibility}, {@code Orders}, {@code
 * Carts}, {@code Sent} (what was handed over) and {@code Outgoing} (the order in which to hand
 * over). Nothing here knows Flink's operators.
 */
package io.backstitch.pipeline.person;
