/**
 * Shoppers that do not exist: seeded, messy traffic as mParticle and an order backend would write
 * it to Kafka, together with the ledger of truth that says what must become of it.
 *
 * <p>In go {@link io.backstitch.sandbox.shoppers.SimulationOptions}, out come {@link
 * io.backstitch.sandbox.shoppers.SimulatedRecord}s in order of arrival and a {@link
 * io.backstitch.sandbox.shoppers.Truth}. Same options, same bytes. {@link
 * io.backstitch.sandbox.shoppers.SimulationWriter} puts them into a broker, {@link
 * io.backstitch.sandbox.shoppers.NaiveForwarder} forwards them the way a toggle integration would.
 * The rules by which truth is told stand at {@link io.backstitch.sandbox.shoppers.Fate}.
 */
package io.backstitch.sandbox.shoppers;
