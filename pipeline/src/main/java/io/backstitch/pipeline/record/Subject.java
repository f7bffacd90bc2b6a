package io.backstitch.pipeline.record;

/**
 * What an operation is about: everything a receipt tells besides the outcome.
 *
 * @param origin input record that caused it
 * @param source {@code mparticle}, {@code orders} or {@code derived}
 * @param platform web, app, backend, or null
 * @param eventId source's event id or business key, or null for a profile update
 * @param eventName contract name, or null
 * @param eventTime epoch milliseconds, or null
 * @param orderId order, or null
 * @param cartId cart, or null
 * @param valueMinor money in minor units, or null
 * @param currency ISO 4217, or null
 * @param stitch how the event found its person, or null
 * @param contractVersion contract applied, or null
 * @param channel {@code none} for a shopping event of somebody who cannot be reached, else null
 */
public record Subject(
        Origin origin,
        String source,
        String platform,
        String eventId,
        String eventName,
        Long eventTime,
        String orderId,
        String cartId,
        Long valueMinor,
        String currency,
        Stitch stitch,
        String contractVersion,
        String channel) {

    /** Whether it is an event of that name about that cart. */
    public boolean isAbout(String name, String cart) {
        return name.equals(eventName) && cart.equals(cartId);
    }

    /** The same of somebody who cannot be reached. */
    Subject withoutChannel() {
        return new Subject(
                origin,
                source,
                platform,
                eventId,
                eventName,
                eventTime,
                orderId,
                cartId,
                valueMinor,
                currency,
                stitch,
                contractVersion,
                "none");
    }
}
