package io.backstitch.sandbox.shoppers;

/** The ways in which real traffic is untidy. Each has a rate in {@link Mess} and is counted. */
public enum MessKind {
    /** Per app device: its events wait up to ten minutes for the next upload. */
    MOBILE_UPLOAD("10-minute mobile uploads", 1),
    /**
     * Per browsing visit: the device is offline and uploads what was viewed one to six hours on.
     */
    OFFLINE_BATCH("offline batches, hours late", 0.04),
    /** Per batch: it is held up and overtaken by later ones (up to 90 seconds). */
    REORDERED_BATCH("batches overtaken on the way", 0.03),
    /** Per batch: uploaded again with the same message ids and a new batch id, up to 5 hours on. */
    DUPLICATED_UPLOAD("uploads repeated under a new batch id", 0.05),
    /** Per batch: the very same bytes once more within minutes. */
    DUPLICATED_BATCH("batches repeated byte for byte", 0.02),
    /** Per placed order: the backend reports it again, up to three hours on. */
    DUPLICATED_ORDER("orders reported again by the backend", 0.08),
    /** Per order made on a device: the client reports the purchase as well. */
    DOUBLE_REPORTED_ORDER("orders reported by client and backend", 0.6),
    /** Per shopping event logged as a custom event: another spelling of its name. */
    RENAMED_EVENT("renamed and mis-cased events", 0.5),
    /** Per visit: an event nobody planned. */
    UNPLANNED_NAME("events nobody planned", 0.05),
    /** Per batch: 64-bit ids and customer ids as JSON numbers instead of text. */
    NUMERIC_ID("ids as numbers", 0.4),
    /** Per shopping event: money and counts as text. */
    TEXT_PRICE("prices as text", 0.3),
    /** Per shopper: the account's date as ISO text or in milliseconds instead of seconds. */
    ATTRIBUTE_DATE("dates as ISO text or milliseconds", 0.7),
    /** Per shopper with a phone: national format and a country instead of E.164. */
    NATIONAL_PHONE("phones in national format", 0.7),
    /** Per known batch or order: capitals and spaces in the email. */
    UNTIDY_EMAIL("emails with capitals and spaces", 0.25),
    /** Per anonymous batch: an identifier that is none, such as {@code undefined}. */
    JUNK_IDENTIFIER("junk identifiers", 0.15),
    /** Per client purchase: the order id with a leading {@code #}. */
    SPELLED_ORDER_ID("order ids with another spelling", 0.3),
    /** Per visit: an event that lacks what its contract requires. */
    MISSING_PROPERTY("events without a required property", 0.03),
    /** Per shopper: a record that nobody can read. */
    BROKEN_RECORD("broken records", 0.02),
    /** Per visit: session and application events, which are nobody's marketing. */
    OPERATIONAL_EVENT("operational events", 1),
    /** Per known visit: a batch without events, only a profile. */
    EVENTLESS_BATCH("batches without events", 0.08),
    /** Per shopper: a batch of somebody's development build. */
    DEVELOPMENT_BATCH("development batches", 0.02),
    /** Per known shopper: Customer.io's own reporting coming back as events. */
    LOOP_EVENT("events looped back from Customer.io", 0.05);

    private final String title;
    private final double usual;

    MessKind(String title, double usual) {
        this.title = title;
        this.usual = usual;
    }

    /** For people: what was counted, in the plural. */
    public String title() {
        return title;
    }

    double usual() {
        return usual;
    }
}
