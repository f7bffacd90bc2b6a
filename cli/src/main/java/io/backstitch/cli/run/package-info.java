/**
 * {@code ./backstitch run}: the job against the user's own Kafka, registry and workspace, on a
 * Flink cluster inside this process.
 *
 * <p>In: the configuration file. Out: a running job until a signal, then a savepoint and how to go
 * on from it; or every fault of the file in one message.
 */
package io.backstitch.cli.run;
