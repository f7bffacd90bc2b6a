package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.pipeline.record.Alias;
import io.backstitch.pipeline.record.Erase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Reads requests to forget somebody, in the form of OpenDSR: <code>{subject_request_id,
 * subject_request_type: "erasure", submitted_time, subject_identities: [{identity_type,
 * identity_value, identity_format: "raw"}]}</code>.
 *
 * <p>One request becomes a broadcast to all steps and one record for each identifier that it names.
 * Identities of a type that is no level are passed over; a request without any that is one becomes
 * a dead letter, because nothing could be erased.
 */
final class ErasureReader implements Format {
    static final String SOURCE = "privacy";

    private final List<String> levels;
    private final Normaliser normaliser;

    ErasureReader(Formats.Tools tools) {
        this.levels = tools.levels();
        this.normaliser = tools.normaliser();
    }

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public void read(RecordOutput out) {
        JsonNode root = JsonRecord.object(out, "one OpenDSR request");
        if (root == null) {
            return;
        }
        String type = root.path("subject_request_type").asText("").strip().toLowerCase(Locale.ROOT);
        if (type.equals("access") || type.equals("portability")) {
            out.filterRecord("not_an_erasure");
            return;
        }
        if (!type.equals("erasure")) {
            out.poison(
                    "unknown_request_type",
                    "expected subject_request_type: \"erasure\"; found another");
            return;
        }
        String request = SourceValues.idText(root.get("subject_request_id"));
        if (request == null) {
            out.poison("missing_request_id", "expected a subject_request_id");
            return;
        }
        if (SourceValues.time(root.get("submitted_time")) == SourceValues.BROKEN_TIME) {
            out.poison("wrong_type", "expected submitted_time in ISO 8601, with an offset");
            return;
        }
        List<Erase.Named> named = named(root.path("subject_identities"));
        if (named.isEmpty()) {
            out.poison(
                    "no_identifier",
                    "expected subject_identities with a raw identity_value of one of "
                            + String.join(", ", levels));
            return;
        }
        emit(request, named, out);
    }

    private void emit(String request, List<Erase.Named> named, RecordOutput out) {
        Erase all = new Erase("", "", out.record().origin(), request, named, List.of());
        out.broadcast(all);
        out.instruction(all.to(Alias.GATE, "", List.of()));
        for (Erase.Named one : named) {
            out.instruction(all.to(one.level(), one.key(), List.of()));
        }
    }

    /** Lowest level first, each once. */
    private List<Erase.Named> named(JsonNode identities) {
        List<Erase.Named> named = new ArrayList<>();
        for (JsonNode identity : identities) {
            String level = level(identity.path("identity_type").asText(""));
            boolean raw = identity.path("identity_format").asText("raw").equalsIgnoreCase("raw");
            String key =
                    level == null || !raw
                            ? null
                            : normaliser.identifier(level, identity.get("identity_value"));
            Erase.Named one = new Erase.Named(level, key);
            if (key != null && !named.contains(one)) {
                named.add(one);
            }
        }
        named.sort(
                Comparator.<Erase.Named>comparingInt(one -> levels.indexOf(one.level()))
                        .thenComparing(Erase.Named::key));
        return named;
    }

    /** The level that an identity type stands for, or null. Carts and orders are nobody. */
    private String level(String type) {
        String spelled = type.strip().toLowerCase(Locale.ROOT);
        String level =
                switch (spelled) {
                    case "controller_customer_id", "customerid" -> "customer_id";
                    case "mobile_number", "phone_number" -> "phone";
                    case "mpid", "mp_deviceid", "device_application_stamp" -> "anonymous_id";
                    case "cart_id", "order_id" -> null;
                    default -> spelled;
                };
        return level != null && levels.contains(level) ? level : null;
    }
}
