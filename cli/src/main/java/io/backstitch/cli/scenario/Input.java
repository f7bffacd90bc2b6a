package io.backstitch.cli.scenario;

/**
 * One Kafka record of a scenario.
 *
 * @param place where the file says so
 * @param topic Kafka topic
 * @param arrives Kafka timestamp, epoch milliseconds
 * @param key record key, or null
 * @param value record value, or null
 */
record Input(Tree.Place place, String topic, long arrives, byte[] key, byte[] value) {
    Input at(long time) {
        return new Input(place, topic, time, key, value);
    }
}
