package io.backstitch.pipeline.record;

/**
 * Where something came from: the coordinates of the input record, kept to the receipt.
 *
 * @param topic topic name
 * @param partition partition number
 * @param offset offset in the partition
 * @param kafkaTime Kafka timestamp, epoch milliseconds UTC
 */
public record Origin(String topic, int partition, long offset, long kafkaTime) {}
