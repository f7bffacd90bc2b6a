package io.backstitch.pipeline.ingest;

import java.util.Map;

/**
 * How a shop's own order records are read: which of their fields is what.
 *
 * @param avro true for Avro in Confluent's wire format, false for JSON
 * @param minor whether amounts are in minor units (cents), not decimal
 * @param status what a record says happened: the event by the field's text
 * @param ignoreOther whether a status that is not named is of no interest, or an error
 * @param fields where everything else stands, by our names
 * @param items where the list of lines stands, or null
 * @param item where everything stands in a line, by our names
 * @param properties further properties of the event, by name
 * @param attributes further attributes of the buyer, by name
 */
record OrderMapping(
        boolean avro,
        boolean minor,
        Status status,
        boolean ignoreOther,
        Map<String, MappedField> fields,
        MappedField items,
        Map<String, MappedField> item,
        Map<String, MappedField> properties,
        Map<String, MappedField> attributes) {

    /**
     * @param field where it stands
     * @param events the contract's event by the text found there
     */
    record Status(MappedField field, Map<String, String> events) {}

    /** Where one of our fields stands, or null if the shop has none. */
    MappedField field(String name) {
        return fields.get(name);
    }
}
