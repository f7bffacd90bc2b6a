package io.backstitch.pipeline.normalise;

import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.ContractException;
import io.backstitch.schemas.contract.EventType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** How events are brought into the contract's form. */
public final class NormaliseOptions {
    /** What happens to what the contract does not plan. */
    public enum Unplanned {
        /** Becomes a dead letter; a profile attribute is left out and named as a violation. */
        QUARANTINE,
        /** Goes on under its own name. */
        PASS,
        /** Is left out, with a receipt. */
        DROP
    }

    /** What happens to screen and page views. */
    public enum Screens {
        /** Left out. */
        DROP,
        /** Sent as Customer.io's page or screen. */
        SEND
    }

    public static final ConfigOption<String> CONTRACT_DIR =
            ConfigOptions.key("normalise.contract-dir")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Directory with Avro schemas that replace or extend the packaged data"
                                    + " contract, and a contract.json with its version.");

    public static final ConfigOption<Unplanned> UNPLANNED_EVENTS =
            ConfigOptions.key("normalise.unplanned-events")
                    .enumType(Unplanned.class)
                    .defaultValue(Unplanned.QUARANTINE)
                    .withDescription(
                            "Events whose name the contract does not know: quarantine (dead letter),"
                                    + " pass, or drop.");

    public static final ConfigOption<Unplanned> UNKNOWN_PROPERTIES =
            ConfigOptions.key("normalise.unknown-properties")
                    .enumType(Unplanned.class)
                    .defaultValue(Unplanned.PASS)
                    .withDescription(
                            "Properties of events and items that the contract does not know: pass as"
                                    + " they are (a value of another type than the first one seen"
                                    + " is a violation), drop, or quarantine (the event is a dead"
                                    + " letter). drop and quarantine are violations.");

    public static final ConfigOption<Unplanned> UNKNOWN_ATTRIBUTES =
            ConfigOptions.key("normalise.unknown-attributes")
                    .enumType(Unplanned.class)
                    .defaultValue(Unplanned.PASS)
                    .withDescription(
                            "Profile attributes that the contract does not know: pass, drop or"
                                    + " quarantine, as normalise.unknown-properties. A quarantined"
                                    + " attribute is left out; its violation names the record that"
                                    + " still holds it.");

    public static final ConfigOption<Screens> SCREENS =
            ConfigOptions.key("normalise.screens")
                    .enumType(Screens.class)
                    .defaultValue(Screens.DROP)
                    .withDescription(
                            "Screen and page views whose name the contract does not plan as an"
                                    + " event: drop, or send (as page from the web, else as"
                                    + " screen).");

    public static final ConfigOption<List<String>> DELIVER_FLAGGED =
            ConfigOptions.key("normalise.deliver-flagged")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Events that go on without a required property, with the names of what"
                                    + " is missing in missing_properties, and without a meaning for"
                                    + " carts and orders. Other events become dead letters, and so"
                                    + " do orders without order_id.");

    public static final ConfigOption<Map<String, String>> LEGACY_NAMES =
            ConfigOptions.key("normalise.legacy-names")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "Events that leave under another name, for campaigns that still listen"
                                    + " to mParticle's connector, one line per event,"
                                    + " e.g. normalise.legacy-names.add_to_cart: Added To Cart."
                                    + " Spaces become _, as mParticle wrote them; * stands for the"
                                    + " source's own name.");

    public static final ConfigOption<String> DEFAULT_REGION =
            ConfigOptions.key("normalise.default-region")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "ISO 3166 country of phone numbers without international prefix, where"
                                    + " the source names no country.");

    public static final ConfigOption<String> DEFAULT_CURRENCY =
            ConfigOptions.key("normalise.default-currency")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("ISO 4217 currency of events that name none.");

    public static final ConfigOption<List<String>> JUNK_IDENTIFIERS =
            ConfigOptions.key("normalise.junk-identifiers")
                    .stringType()
                    .asList()
                    .defaultValues(
                            "-1",
                            "null",
                            "<null>",
                            "nil",
                            "<nil>",
                            "none",
                            "nan",
                            "undefined",
                            "unknown",
                            "anonymous",
                            "anon",
                            "guest",
                            "n/a",
                            "na",
                            "true",
                            "false",
                            "{}",
                            "[]",
                            "]",
                            "[object object]",
                            "test",
                            "test@test.com",
                            "none@none.com",
                            "no@email.com",
                            "noemail@noemail.com",
                            "email@email.com",
                            "guest@guest.com",
                            "anonymous@anonymous.com")
                    .withDescription(
                            "Placeholders that are no identifiers, compared without case. Anything"
                                    + " made of zeros and dashes only, such as the nil UUID, is"
                                    + " always one.");

    private NormaliseOptions() {}

    /** The contract that the options name. */
    public static Contract contract(ReadableConfig options) {
        String directory = options.get(CONTRACT_DIR);
        return directory == null ? Contract.packaged() : Contract.extendedBy(Path.of(directory));
    }

    /** What is wrong with the options, each with key, value and what was expected. */
    public static List<String> faults(ReadableConfig options) {
        List<String> faults = new ArrayList<>();
        try {
            checkNames(contract(options), options, faults);
        } catch (ContractException e) {
            faults.add(CONTRACT_DIR.key() + ": " + e.getMessage());
        }
        String region = options.get(DEFAULT_REGION);
        if (region != null && !Phones.knows(region)) {
            faults.add(
                    DEFAULT_REGION.key()
                            + ": '"
                            + region
                            + "' is no ISO 3166 country, expected for example DE");
        }
        String currency = options.get(DEFAULT_CURRENCY);
        if (currency != null && Money.currency(currency) == null) {
            faults.add(
                    DEFAULT_CURRENCY.key()
                            + ": '"
                            + currency
                            + "' is no ISO 4217 currency, expected for example EUR");
        }
        return faults;
    }

    private static void checkNames(Contract contract, ReadableConfig options, List<String> faults) {
        Set<String> events = new TreeSet<>();
        for (EventType event : contract.events()) {
            events.add(event.name());
        }
        for (String name : options.get(DELIVER_FLAGGED)) {
            if (!events.contains(name)) {
                faults.add(noEvent(DELIVER_FLAGGED, name, events));
            }
        }
        for (Map.Entry<String, String> legacy : options.get(LEGACY_NAMES).entrySet()) {
            if (!events.contains(legacy.getKey().strip())) {
                faults.add(noEvent(LEGACY_NAMES, legacy.getKey(), events));
            }
            String name = LegacyNames.mangled(legacy.getValue());
            if (name.isEmpty() || Limits.tooLongForEvent(name)) {
                faults.add(
                        LEGACY_NAMES.key()
                                + ": the name for "
                                + legacy.getKey()
                                + " must have 1 to "
                                + Limits.EVENT_NAME_BYTES
                                + " bytes");
            }
        }
    }

    private static String noEvent(ConfigOption<?> option, String name, Set<String> events) {
        return option.key() + ": '" + name + "' is no event of the contract; it plans " + events;
    }
}
