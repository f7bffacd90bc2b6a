package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.schemas.contract.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Reads a batch's {@code consent_state}: purposes of the GDPR, and of the CCPA the opt-out of data
 * sale, where {@code consented: true} means <em>no</em>. Each counts from its own time. Only
 * purposes that configuration gives an attribute count: what a purpose is for, only the shop knows.
 */
final class ConsentReader {
    private static final String CCPA = "ccpa";
    private static final List<String> REGULATIONS = List.of("gdpr", CCPA);

    private final Normaliser normaliser;
    private final int rank;
    private final Map<String, String> attributes = new LinkedHashMap<>();

    ConsentReader(ReadableConfig options, Normaliser normaliser, int rank) {
        this.normaliser = normaliser;
        this.rank = rank;
        for (String line : options.get(IngestOptions.CONSENTS)) {
            int equals = line.indexOf('=');
            int dot = line.indexOf('.');
            String purpose = Names.fold(line.substring(dot + 1, equals));
            String regulation = line.substring(0, dot).strip();
            attributes.put(regulation + "." + purpose, line.substring(equals + 1).strip());
        }
    }

    /**
     * @param times of the batch
     */
    List<Attribute> read(JsonNode state, BatchTimes times) {
        List<Attribute> consents = new ArrayList<>();
        for (String regulation : REGULATIONS) {
            for (Map.Entry<String, JsonNode> one : state.path(regulation).properties()) {
                String attribute = attributes.get(regulation + "." + Names.fold(one.getKey()));
                Boolean consented = truth(one.getValue().path("consented"));
                if (attribute != null && consented != null) {
                    long stated = SourceValues.time(one.getValue().get("timestamp_unixtime_ms"));
                    boolean yes = consented != regulation.equals(CCPA);
                    consents.addAll(
                            normaliser.profile(
                                    JsonNodeFactory.instance.objectNode().put(attribute, yes),
                                    null,
                                    null,
                                    stated >= 0 ? times.ofProfile(stated) : times.ofProfile(),
                                    rank));
                }
            }
        }
        return consents;
    }

    private static Boolean truth(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return switch (value.asText("")) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    static List<String> faults(ReadableConfig options) {
        List<String> faults = new ArrayList<>();
        for (String line : options.get(IngestOptions.CONSENTS)) {
            int equals = line.indexOf('=');
            int dot = line.indexOf('.');
            boolean formed = dot > 0 && equals > dot + 1 && equals < line.length() - 1;
            if (!formed || !REGULATIONS.contains(line.substring(0, dot).strip())) {
                faults.add(
                        IngestOptions.CONSENTS.key()
                                + ": '"
                                + line
                                + "' is no regulation.purpose=attribute; expected for example"
                                + " gdpr.email marketing=email_opt_in, or"
                                + " ccpa.data_sale_opt_out=data_sale_allowed");
            }
        }
        return faults;
    }
}
