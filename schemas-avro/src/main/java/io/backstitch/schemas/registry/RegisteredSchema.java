package io.backstitch.schemas.registry;

/**
 * One version of a subject.
 *
 * @param id the schema's id, as in the wire format
 * @param version number within the subject, from 1
 * @param schemaJson the Avro schema as JSON
 */
public record RegisteredSchema(int id, int version, String schemaJson) {}
