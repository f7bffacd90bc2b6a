package io.backstitch.sandbox.customerio;

/**
 * Something that Customer.io accepted with 200 and did not do, as its activity log shows it.
 *
 * @param seq acceptance number of the operation
 * @param cioId the person concerned, or null
 * @param field attribute or identifier
 * @param reason why, in Customer.io's words where known
 * @param receivedAt Unix seconds
 */
public record Failure(long seq, String cioId, String field, String reason, long receivedAt) {

    static final String TAKEN = "The identifier is already associated with a different profile.";
    static final String NEEDS_CIO_ID = "The identifier can be changed only by cio_id.";
    static final String NOT_AN_EMAIL = "The value is not a valid email address.";
    static final String UNKNOWN_PERSON = "Failed Attribute Change: the person does not exist.";
    static final String UNKNOWN_CIO_ID = "No profile has this cio_id.";
    static final String TOO_MANY = "A person cannot have more than 300 attributes.";
    static final String NOT_REUSABLE = "The anonymous_id belongs to a different profile.";
}
