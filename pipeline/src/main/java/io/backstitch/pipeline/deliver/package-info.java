/**
 * In: operations of one level that names people, each person's in the order the ledger decided.
 * Out: a receipt per operation, dead letters for what Customer.io refused for good, and the fences
 * that came through, for the next level.
 *
 * <p>Promises: each person's operations are accepted in the order they came in, under retries,
 * partial failures, restarts and rescaling; every operation is settled; a repeated request carries
 * the same bytes, so that Customer.io can recognise it. The door is {@link
 * io.backstitch.pipeline.deliver.Delivery}.
 */
package io.backstitch.pipeline.deliver;
