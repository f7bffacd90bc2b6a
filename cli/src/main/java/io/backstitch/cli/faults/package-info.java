/**
 * {@code ./backstitch faults}: one kind of trouble after the other against the real topology, and
 * after each the effects at the receiver compared with the simulator's ledger of truth.
 *
 * <p>In: a seed. Out: a verdict per fault, a table, a report. The world (broker, registry, Flink
 * with the job, a proxy before the receiver) is built once; each fault has shoppers and a receiver
 * of its own. A {@link io.backstitch.cli.faults.Fault} makes trouble on a {@link
 * io.backstitch.cli.faults.Scene}; it does not judge effects, {@link
 * io.backstitch.cli.faults.Judge} does.
 */
package io.backstitch.cli.faults;
