/**
 * The whole stack in this process, for demonstration, tests and benchmarks: broker, schema
 * registry, Customer.io sandbox, and a Flink cluster running the job. Everything listens on
 * 127.0.0.1 and lives under one folder that is deleted at the end.
 */
package io.backstitch.cli.stack;
