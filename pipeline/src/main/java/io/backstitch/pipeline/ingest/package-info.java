/**
 * Bytes of known formats go in: mParticle batches (JSON as mParticle forwards them) and orders
 * (Avro). Bundles of normalised events come out, each with the identifiers that hold for it, in
 * event-time order; besides, a receipt for every event that is not for Customer.io, and a dead
 * letter with its bytes for whatever cannot be read or breaks the contract. Every source event ends
 * in exactly one of the three. {@link io.backstitch.pipeline.ingest.IngestFunction} is the door.
 */
package io.backstitch.pipeline.ingest;
