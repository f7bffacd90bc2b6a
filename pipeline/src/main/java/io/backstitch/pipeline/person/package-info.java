/**
 * A person's events go in, Customer.io operations come out.
 *
 * <p>{@link io.backstitch.pipeline.person.Ledger} is the door: all that is known of one person,
 * with an update that does not care about the order of arrival, and the memory of what was handed
 * to delivery, so that later facts compensate and never unsend. One small class per concern: {@code
 * Profile}, {@code Orders}, {@code Carts}. Nothing here knows Flink's operators.
 */
package io.backstitch.pipeline.person;
