package io.backstitch.schemas.registry;

import java.io.IOException;

/**
 * The registry did not do what was asked. The subclass says whether asking again can help: {@link
 * RegistryUnavailableException} yes, the others no. Messages never hold a secret.
 */
public abstract sealed class RegistryException extends IOException
        permits RegistryUnavailableException, SchemaUnknownException, SchemaRefusedException {

    private static final long serialVersionUID = 1L;

    RegistryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** True if the same call may succeed later without anybody changing the data. */
    public abstract boolean retryable();
}
