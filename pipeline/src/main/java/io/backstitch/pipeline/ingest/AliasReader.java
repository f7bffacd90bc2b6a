package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.pipeline.record.Alias;

/**
 * Reads mParticle's alias requests: what the profile of one mpid did within a time window belongs
 * to another.
 *
 * <p>As the SDKs post them: <code>{request_id, request_type: "alias", environment, data:
 * {source_mpid, destination_mpid, start_unixtime_ms, end_unixtime_ms}}</code>; mpids and times are
 * numbers or text.
 */
final class AliasReader {
    private static final String LEVEL = "anonymous_id";

    /** mParticle's own limit; an older start is moved up to it. */
    private static final long LONGEST = 90 * 86_400_000L;

    private final Normaliser normaliser;

    AliasReader(Normaliser normaliser) {
        this.normaliser = normaliser;
    }

    static boolean isAlias(JsonNode root) {
        return "alias".equals(root.path("request_type").asText());
    }

    void read(JsonNode root, RecordOutput out) {
        JsonNode data = root.path("data");
        String source = normaliser.identifier(LEVEL, data.get("source_mpid"));
        String destination = normaliser.identifier(LEVEL, data.get("destination_mpid"));
        if (source == null || destination == null) {
            out.poison("malformed_alias", "expected data.source_mpid and data.destination_mpid");
            return;
        }
        if (source.equals(destination)) {
            out.filterRecord("alias_of_itself");
            return;
        }
        long start = SourceValues.time(data.get("start_unixtime_ms"));
        long end = SourceValues.time(data.get("end_unixtime_ms"));
        if (start == SourceValues.BROKEN_TIME || end == SourceValues.BROKEN_TIME) {
            out.poison(
                    "malformed_alias",
                    "expected epoch milliseconds in data.start_unixtime_ms and"
                            + " data.end_unixtime_ms");
            return;
        }
        long to = end == SourceValues.NO_TIME ? out.record().timestamp() : end;
        long from = Math.max(start, to - LONGEST);
        if (from > to) {
            out.poison("malformed_alias", "data.start_unixtime_ms lies after data.end_unixtime_ms");
            return;
        }
        String id = normaliser.messageId(root.get("request_id"));
        out.instruction(
                new Alias(
                        Alias.GATE,
                        "",
                        out.record().origin(),
                        id == null ? Digest.of(source, destination, from + "-" + to) : id,
                        LEVEL,
                        source,
                        destination,
                        from,
                        to));
    }
}
