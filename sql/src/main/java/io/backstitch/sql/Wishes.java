package io.backstitch.sql;

import java.util.Map;

/**
 * What the command line says over what {@code tables.sql} says.
 *
 * @param bootstrap Kafka's address, or null
 * @param registry URL of the schema registry, or null
 * @param since records written to their topic before this (epoch milliseconds) are not read; null
 *     for all
 * @param follow do not stop at the topics' ends
 * @param arguments columns of the view {@code arguments} by name
 */
record Wishes(
        String bootstrap,
        String registry,
        Long since,
        boolean follow,
        Map<String, String> arguments) {
    static final Wishes NONE = new Wishes(null, null, null, false, Map.of());
}
