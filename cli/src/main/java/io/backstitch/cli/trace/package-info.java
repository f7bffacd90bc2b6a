/**
 * {@code backstitch trace}: one id's whole way through the pipeline, in order and in plain
 * sentences. What comes in: an id and where the output topics are; what goes out: text or JSON.
 */
package io.backstitch.cli.trace;
