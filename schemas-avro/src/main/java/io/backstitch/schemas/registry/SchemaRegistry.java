package io.backstitch.schemas.registry;

/**
 * What Backstitch needs from a schema registry. Only text and numbers cross, so that no class of
 * any registry client, and no Avro version but ours, is ever seen outside.
 *
 * <p>Every call may reach the network and ends within the timeouts of {@link RegistryOptions}.
 * Implementations are safe for use by several threads.
 */
public interface SchemaRegistry extends AutoCloseable {

    /**
     * Registers a schema, or finds it if it is there already. A subject without a compatibility
     * rule of its own gets BACKWARD first, if the registry allows us to set one.
     *
     * @param subject e.g. {@code orders-value}, see {@link Subjects}
     * @param schemaJson an Avro schema as JSON
     * @return the schema's id in this registry
     * @throws SchemaRefusedException if the subject's compatibility rule forbids it
     */
    int register(String subject, String schemaJson) throws RegistryException;

    /**
     * Looks a schema up without ever registering it.
     *
     * @return its id
     * @throws SchemaUnknownException if the subject does not hold exactly this schema
     */
    int idOf(String subject, String schemaJson) throws RegistryException;

    /**
     * The schema with this id as one self-contained Avro JSON text (references resolved).
     *
     * @throws SchemaUnknownException if no Avro schema has this id
     */
    String schemaById(int id) throws RegistryException;

    /**
     * The newest version of a subject.
     *
     * @throws SchemaUnknownException if the subject does not exist
     */
    RegisteredSchema latest(String subject) throws RegistryException;

    /**
     * Whether {@link #register} would be allowed by the subject's compatibility rule. A subject
     * that does not exist yet takes everything.
     */
    boolean isCompatible(String subject, String schemaJson) throws RegistryException;

    @Override
    void close();
}
