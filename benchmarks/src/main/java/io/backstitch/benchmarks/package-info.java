/**
 * Microbenchmarks (JMH) of what every record goes through: reading a batch, and serialising records
 * between two operators. In go the simulator's messy batches. For finding out why the number of
 * {@code ./backstitch bench} moved, not for promising one. The build runs each once, so that they
 * still work when they are needed.
 */
package io.backstitch.benchmarks;
