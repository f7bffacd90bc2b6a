/**
 * The job's output topics, read from a command: bounded by their ends as they are now, records that
 * were written twice once, Avro through the schema registry. What comes in: addresses or a
 * configuration file; what goes out: records.
 */
package io.backstitch.cli.topics;
