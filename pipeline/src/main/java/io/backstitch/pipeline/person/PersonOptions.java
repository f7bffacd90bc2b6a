package io.backstitch.pipeline.person;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of the person ledger. */
public final class PersonOptions {
    private PersonOptions() {}

    /** Whether the order topic tells a person's whole history. */
    public enum History {
        /** The topic holds every order since the shop opened: totals are sent. */
        FROM_EMPTY,
        /** Older orders are unknown: totals are kept but not sent. */
        BOOTSTRAP
    }

    /** Whose report of an order becomes its order_completed. */
    public enum Emit {
        /** Whoever reports first. */
        FIRST,
        /** The backend's; a client's report waits for it. */
        BACKEND_ONLY
    }

    public static final ConfigOption<Duration> ABANDON_AFTER =
            ConfigOptions.key("cart.abandon-after")
                    .durationType()
                    .defaultValue(Duration.ofHours(1))
                    .withDescription("Time without activity after which a cart is abandoned.");

    public static final ConfigOption<Duration> CART_GRACE =
            ConfigOptions.key("cart.grace")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(20))
                    .withDescription("Additional time for orders and activity that arrive late.");

    public static final ConfigOption<History> ORDER_HISTORY =
            ConfigOptions.key("orders.history")
                    .enumType(History.class)
                    .defaultValue(History.BOOTSTRAP)
                    .withDescription(
                            "from_empty if the order topic holds a person's whole history, else"
                                    + " bootstrap. Only from_empty sends orders_count,"
                                    + " lifetime_value, first_order_date and last_order_date, so"
                                    + " that the first day does not overwrite true values with"
                                    + " small ones.");

    public static final ConfigOption<Emit> ORDER_EMIT =
            ConfigOptions.key("orders.emit")
                    .enumType(Emit.class)
                    .defaultValue(Emit.FIRST)
                    .withDescription(
                            "Whose report of an order becomes its order_completed: first for"
                                    + " whoever comes first, backend_only for the backend's. A"
                                    + " purchase ends carts at once either way.");

    public static final ConfigOption<Duration> ORDER_EMIT_WAIT =
            ConfigOptions.key("orders.emit-wait")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            "With orders.emit: backend_only, how long a client's report waits for"
                                    + " the backend's before it goes with the client's figures.");

    public static final ConfigOption<Duration> ORDER_RETENTION =
            ConfigOptions.key("orders.retention")
                    .durationType()
                    .defaultValue(Duration.ofDays(730))
                    .withDescription(
                            "Age at which an order is folded to its figures. Totals stay exact,"
                                    + " however late a correction comes; what the order consisted"
                                    + " of is kept only as part of purchased_product_ids and"
                                    + " purchased_categories.");

    public static final ConfigOption<String> ORDER_CURRENCY =
            ConfigOptions.key("orders.currency")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Currency that lifetime_value sums (ISO 4217); empty for the currency"
                                    + " of the person's first order. Orders in others count, but"
                                    + " do not add to it.");

    public static final ConfigOption<ChannelRules.Unknown> ELIGIBILITY_UNKNOWN =
            ConfigOptions.key("eligibility.unknown")
                    .enumType(ChannelRules.Unknown.class)
                    .defaultValue(ChannelRules.Unknown.OMIT)
                    .withDescription(
                            "What email_eligible and sms_eligible are while nothing is known of a"
                                    + " person's consent: omit sends nothing; true holds only if"
                                    + " the channel works and nobody unsubscribed.");

    public static final ConfigOption<Duration> CONSENT_SKEW =
            ConfigOptions.key("consent.skew-tolerance")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription(
                            "How far clocks may differ: an opt-in no later than that after an"
                                    + " opt-out does not count.");

    public static final ConfigOption<Duration> CHANNEL_WAIT =
            ConfigOptions.key("channel.wait")
                    .durationType()
                    .defaultValue(Duration.ZERO)
                    .withDescription(
                            "How long a shopping event of a person who has no address or number"
                                    + " that works waits for one, so that a journey it triggers"
                                    + " can reach them. Then it goes, and its receipt says channel:"
                                    + " none. Later events of the person wait behind it.");

    public static final ConfigOption<Map<String, String>> ROUTES =
            ConfigOptions.key("routes")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "The one source that delivers an event which several report, by the"
                                    + " event's name: routes.order_completed: orders. What others"
                                    + " report of it is learned (it closes carts and counts"
                                    + " orders), not delivered, and filtered with reason route."
                                    + " An event that is not named is delivered from every source."
                                    + " Sources: mparticle, segment, orders.");

    public static final ConfigOption<String> ULID_NAMESPACE =
            ConfigOptions.key("ulid.namespace")
                    .stringType()
                    .defaultValue("backstitch")
                    .withDescription(
                            "Namespace of the event ids that Customer.io dedupes by. Must never"
                                    + " change for a workspace.");

    public static final ConfigOption<String> ULID_KEY_FILE =
            ConfigOptions.key("ulid.key-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with the secret that event ids are derived with, at least 16"
                                    + " bytes. Must never change for a workspace: a replay would"
                                    + " get new ids and have its effects twice. Required.");
}
