/**
 * The Flink job, one package per stage: ingest, normalise, identity, person, deliver; {@code job}
 * wires them.
 */
package io.backstitch.pipeline;
