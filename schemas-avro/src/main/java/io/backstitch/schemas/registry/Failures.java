package io.backstitch.schemas.registry;

import io.backstitch.schemas.registry.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;

/** From the client's one exception to what the caller can do about it. */
final class Failures {

    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private Failures() {}

    static RegistryException answered(String what, RestClientException e) {
        String said = e.getMessage();
        return switch (e.getErrorCode()) {
            // A bare 404 is not among these: that is a wrong address, not an unknown schema.
            case SUBJECT_NOT_FOUND, VERSION_NOT_FOUND, SCHEMA_NOT_FOUND ->
                    new SchemaUnknownException(
                            "The schema registry could not " + what + ": " + said, e);
            default -> byStatus(what, said, e);
        };
    }

    private static RegistryException byStatus(String what, String said, RestClientException e) {
        String message = "The schema registry did not " + what + ": " + said;
        return switch (e.getStatus()) {
            case CONFLICT, UNPROCESSABLE -> new SchemaRefusedException(message, e);
            case 401, 403 ->
                    new RegistryUnavailableException(
                            message + ". Check its user name and password file", e);
            case 404 ->
                    new RegistryUnavailableException(
                            message + ". Check its address, for Apicurio with /apis/ccompat/v7", e);
            default -> new RegistryUnavailableException(message, e);
        };
    }

    static RegistryException noAnswer(String what, IOException e) {
        return new RegistryUnavailableException(
                "The schema registry does not answer, could not " + what + ": " + rootMessage(e),
                e);
    }

    static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
