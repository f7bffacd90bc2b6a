/** Throughput of the whole job. */
package io.backstitch.benchmarks;
