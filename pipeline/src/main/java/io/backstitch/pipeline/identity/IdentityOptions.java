package io.backstitch.pipeline.identity;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** Options of identity resolution. */
public final class IdentityOptions {
    private IdentityOptions() {}

    public static final ConfigOption<List<String>> LEVELS =
            ConfigOptions.key("identity.levels")
                    .stringType()
                    .asList()
                    .defaultValues("anonymous_id", "cart_id", "order_id", "email", "customer_id")
                    .withDescription(
                            "The identifier hierarchy, lowest first; the last one is the primary"
                                    + " identifier in Customer.io. Known names: anonymous_id (a"
                                    + " device), cart_id and order_id (links while they live; may"
                                    + " be left out), phone, email, customer_id (people). Part of"
                                    + " the state: names are operator uids.");

    public static final ConfigOption<List<String>> LEVEL_ROLES =
            ConfigOptions.key("identity.level-roles")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Roles of levels with other names than the known ones, as name=role with"
                                    + " role device, transient or person, e.g. loyalty_id=person;"
                                    + " also overrides those of the known names.");

    public static final ConfigOption<Workspace> WORKSPACE =
            ConfigOptions.key("customerio.workspace")
                    .enumType(Workspace.class)
                    .defaultValue(Workspace.ID_AND_EMAIL)
                    .withDescription(
                            "By what the Customer.io workspace knows people: id, email, or id+email."
                                    + " A level named email names people by email, every other one"
                                    + " by id; levels that the workspace cannot express are refused"
                                    + " at start.");

    public static final ConfigOption<Duration> WINDOW =
            ConfigOptions.key("stitch.window")
                    .durationType()
                    .defaultValue(Duration.ofHours(24))
                    .withDescription(
                            "How long an anonymous event waits for its person, from its event time."
                                    + " Customer.io triggers nothing on events older than 72 h.");

    public static final ConfigOption<Duration> LATENESS =
            ConfigOptions.key("stitch.lateness")
                    .durationType()
                    .defaultValue(Duration.ofHours(2))
                    .withDescription("How much longer it waits for identifies that arrive late.");

    public static final ConfigOption<Duration> MIN_HOLD =
            ConfigOptions.key("stitch.min-hold")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(20))
                    .withDescription(
                            "How long it waits at least, from its arrival: for old uploads of"
                                    + " mobile devices.");

    public static final ConfigOption<Integer> MAX_HELD =
            ConfigOptions.key("stitch.max-held")
                    .intType()
                    .defaultValue(1000)
                    .withDescription(
                            "Most bundles of events that one identifier holds; beyond it the oldest"
                                    + " leave, as if their window had ended, until an eighth is"
                                    + " free.");

    public static final ConfigOption<MemorySize> MAX_HELD_BYTES =
            ConfigOptions.key("stitch.max-held-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(1).divide(4))
                    .withDescription(
                            "The same in bytes of events and their attributes, counted roughly.");

    public static final ConfigOption<List<String>> ALIAS_LEVELS =
            ConfigOptions.key("identity.alias-levels")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Levels whose identifiers a source's alias may join: the lowest"
                                    + " (mParticle's alias requests, if anonymous_id is the mpid)"
                                    + " and the highest (Segment's alias). Each costs one more"
                                    + " step; only identifiers that were joined pass it. Empty for"
                                    + " none. Part of the state.");

    public static final ConfigOption<Duration> SETTLE =
            ConfigOptions.key("identity.settle")
                    .durationType()
                    .defaultValue(Duration.ZERO)
                    .withDescription(
                            "How long each record waits where it enters, past its last event's"
                                    + " time, so that logins and logouts of one device that arrive"
                                    + " in the wrong order act in the right one. All delivery is"
                                    + " later by it. 0 waits for nothing.");

    public static final ConfigOption<Boolean> MPID_ENDS_OWNERSHIP =
            ConfigOptions.key("identity.mpid-ends-ownership")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether an event without a person, under another mpid than its"
                                    + " device's owner had, tells that the owner has left the"
                                    + " device.");

    public static final ConfigOption<Map<String, String>> MAX_OWNERS =
            ConfigOptions.key("identity.max-owners")
                    .mapType()
                    .defaultValue(
                            new TreeMap<>(
                                    Map.of(
                                            "anonymous_id", "5",
                                            "cart_id", "3",
                                            "order_id", "3",
                                            "email", "3",
                                            "phone", "3")))
                    .withDescription(
                            "Most owners of one identifier, by level, at most 30: of a device"
                                    + " within stitch.window, of the others ever. One that more"
                                    + " people claim is shared: it stops telling whose an event"
                                    + " is.");

    public static final ConfigOption<List<String>> AUTHORITATIVE_SOURCES =
            ConfigOptions.key("identity.authoritative-sources")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Sources that may say whose an identifier is, e.g. mparticle, orders;"
                                    + " empty for all. What another one says about an identifier"
                                    + " that is known already decides its own event only.");

    public static final ConfigOption<IdentitySettings.Conflicts> CONFLICTS =
            ConfigOptions.key("identity.conflicts")
                    .enumType(IdentitySettings.Conflicts.class)
                    .defaultValue(IdentitySettings.Conflicts.FIRST_WINS)
                    .withDescription(
                            "Whose a cart, an order or an address is that two people claim:"
                                    + " first-wins, or latest-wins by event time. Two people are"
                                    + " never merged because of it.");

    public static final ConfigOption<Duration> CART_LIFE =
            ConfigOptions.key("identity.cart-life")
                    .durationType()
                    .defaultValue(Duration.ofDays(30))
                    .withDescription(
                            "How long a cart's owner is remembered after the cart's last use.");

    public static final ConfigOption<Duration> ORDER_LIFE =
            ConfigOptions.key("identity.order-life")
                    .durationType()
                    .defaultValue(Duration.ofDays(90))
                    .withDescription("The same of an order.");

    public static final ConfigOption<Duration> DEVICE_LIFE =
            ConfigOptions.key("identity.device-life")
                    .durationType()
                    .defaultValue(Duration.ofDays(400))
                    .withDescription("The same of a device.");

    public static final ConfigOption<Duration> DEDUPE_RETENTION =
            ConfigOptions.key("dedupe.retention")
                    .durationType()
                    .defaultValue(Duration.ofDays(7))
                    .withDescription(
                            "How long message ids are remembered; at least the retention of the raw"
                                    + " topics; 0 to switch it off. Orders are recognised by their id for good.");

    public static final ConfigOption<String> AUDIT_KEY_FILE =
            ConfigOptions.key("identity.audit-key-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with the secret under which identifiers below the primary level"
                                    + " are hashed in the audit. Without it they are hashed under"
                                    + " ulid.key-file.");
}
