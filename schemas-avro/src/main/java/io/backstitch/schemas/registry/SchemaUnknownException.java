package io.backstitch.schemas.registry;

/** The registry answered, and it has no such (Avro) schema. */
public final class SchemaUnknownException extends RegistryException {

    private static final long serialVersionUID = 1L;

    public SchemaUnknownException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
