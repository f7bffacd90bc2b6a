package io.backstitch.schemas.registry;

/**
 * The registry cannot be reached, is broken, or does not let us in. Nothing is known about the
 * record or schema at hand, so it must be kept and tried again: never a dead letter.
 */
public final class RegistryUnavailableException extends RegistryException {

    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
