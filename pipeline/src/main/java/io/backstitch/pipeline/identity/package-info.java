/**
 * Decides whose an event is. A staircase of {@link io.backstitch.pipeline.identity.Step}s, one per
 * level of identifiers, lowest first: events take the lift to the highest identifier they have,
 * claims take the stairs, and nothing ever goes down, so there is no loop.
 *
 * <p>In: bundles addressed to the lowest identifier they assert. Out: operations (a level that
 * names people carries the person's ledger under the same key), receipts of duplicates, and an
 * audit of every decision.
 */
package io.backstitch.pipeline.identity;
