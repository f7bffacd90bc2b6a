package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.ingest.RecordOutput.SourceFacts;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.pipeline.record.Alias;
import io.backstitch.pipeline.record.Ids;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Reads Segment's messages, so far only {@code alias}: {@code previousId} is the same person as
 * {@code userId}. A {@code previousId} that is the message's own {@code anonymousId} names a
 * device, which thereby has an owner. All other messages are left out, with a receipt.
 */
final class SegmentReader {
    static final String SOURCE = "segment";
    private static final String DEVICE_LEVEL = "anonymous_id";
    private static final String PERSON_LEVEL = "customer_id";
    private static final String PLATFORM = "web";
    private static final int RANK = 1;

    private final List<String> levels;
    private final Normaliser normaliser;
    private final long tolerance;

    SegmentReader(ReadableConfig options, List<String> levels, Normaliser normaliser) {
        this.levels = levels;
        this.normaliser = normaliser;
        this.tolerance = options.get(IngestOptions.CLOCK_TOLERANCE).toMillis();
    }

    void read(RecordOutput out) {
        JsonNode root = JsonRecord.object(out, "one Segment message");
        if (root == null) {
            return;
        }
        String type = root.path("type").asText("unknown");
        if (type.equals("alias")) {
            alias(root, out);
        } else {
            String name = root.path("event").asText(type);
            String id = normaliser.messageId(root.get("messageId"));
            out.filter(
                    new SourceFacts(0, id, name, time(root, out), PLATFORM),
                    "segment_not_supported_yet");
        }
    }

    private void alias(JsonNode root, RecordOutput out) {
        String before = normaliser.identifier(PERSON_LEVEL, root.get("previousId"));
        String person = normaliser.identifier(PERSON_LEVEL, root.get("userId"));
        if (before == null || person == null) {
            out.poison("malformed_alias", "expected previousId and userId");
            return;
        }
        if (before.equals(person)) {
            out.filterRecord("alias_of_itself");
            return;
        }
        String device = normaliser.identifier(DEVICE_LEVEL, root.get("anonymousId"));
        if (before.equals(device)) {
            Ids ids = Ids.of(DEVICE_LEVEL, device, PERSON_LEVEL, person);
            new Bundler(levels, out, PLATFORM, device, null, RANK)
                    .finish(ids, List.of(), time(root, out));
            out.instruct();
            return;
        }
        long time = time(root, out);
        String id = normaliser.messageId(root.get("messageId"));
        out.instruction(
                new Alias(
                        Alias.GATE,
                        "",
                        out.record().origin(),
                        id == null ? Digest.of(SOURCE, before, person) : id,
                        PERSON_LEVEL,
                        before,
                        person,
                        0,
                        time));
    }

    /** Segment's corrected time, else the stated one, else the arrival. */
    private long time(JsonNode root, RecordOutput out) {
        long arrival = out.record().timestamp();
        for (String field : List.of("timestamp", "originalTimestamp", "sentAt")) {
            long time = SourceValues.time(root.get(field));
            if (time >= 0) {
                return Math.min(time, arrival + tolerance);
            }
        }
        return arrival;
    }
}
