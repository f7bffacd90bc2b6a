package io.backstitch.pipeline.normalise;

import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.ContractException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** How events are brought into the contract's form. */
public final class NormaliseOptions {
    /** What happens to what the contract does not plan. */
    public enum Unplanned {
        /** Becomes a dead letter that names the nearest planned event. */
        QUARANTINE,
        /** Goes on under its own name. */
        PASS,
        /** Is left out, with a receipt. */
        DROP
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

    public static final ConfigOption<Boolean> UNPLANNED_ATTRIBUTES =
            ConfigOptions.key("normalise.unplanned-attributes")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether profile attributes that the contract does not know go on as"
                                    + " they are.");

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
            contract(options);
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
}
