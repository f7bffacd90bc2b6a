/**
 * {@code backstitch preflight}: reads a sample of the input through the job's own ingest, normalise
 * and identity, delivers nothing, and says point by point whether journeys can be built on it.
 */
package io.backstitch.cli.preflight;
