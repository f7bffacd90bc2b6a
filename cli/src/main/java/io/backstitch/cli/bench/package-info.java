/**
 * {@code ./backstitch bench}: in go the simulator's records, written to a real broker before the
 * clock starts; out comes one throughput number, or the reason why there is none. The job has a JVM
 * of its own ({@link io.backstitch.cli.bench.JobHost}), so that its CPU is counted without broker,
 * registry, sandbox and judge. What is counted: {@code benchmarks/README.md}.
 */
package io.backstitch.cli.bench;
