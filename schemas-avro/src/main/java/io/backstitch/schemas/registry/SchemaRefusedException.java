package io.backstitch.schemas.registry;

/** The registry answered, and it does not take this schema: incompatible or not valid. */
public final class SchemaRefusedException extends RegistryException {

    private static final long serialVersionUID = 1L;

    public SchemaRefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
