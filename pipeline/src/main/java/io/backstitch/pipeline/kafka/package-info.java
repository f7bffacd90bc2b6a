/**
 * The job's two ends in Kafka. Out of the source come the records of the input topics as bytes,
 * with their place and time, and the pipeline's clock: a watermark made of arrival times per
 * partition. Into the sinks go receipts, dead letters and identity decisions, at least once, as
 * Avro in Confluent's wire format under deterministic keys. {@link
 * io.backstitch.pipeline.kafka.KafkaEnds} is the door, {@link
 * io.backstitch.pipeline.kafka.KafkaSettings} what it needs to know.
 */
package io.backstitch.pipeline.kafka;
