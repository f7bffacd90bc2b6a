package io.backstitch.sandbox.customerio;

/**
 * An event in the workspace and whose it is.
 *
 * @param activity the event
 * @param cioId the person it belongs to, or null while it is anonymous
 * @param anonymousId the anonymous id while it is anonymous, else null
 */
public record AcceptedEvent(Activity activity, String cioId, String anonymousId) {}
