package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.normalise.Json;
import io.backstitch.pipeline.record.Ids;
import java.nio.charset.StandardCharsets;

/**
 * What an event of a batch needs to be read again on its own: the batch without its events and
 * attributes, with the identifiers that held at this event. As one batch of one event it is
 * understood as it was: the same device and message id (it is recognised, and has the same ULID),
 * the same person, platform and times. The attributes went on with the batch and are not stated
 * twice.
 */
final class Envelope {
    private static final String DEVICE_LEVEL = "anonymous_id";

    private Envelope() {}

    /**
     * @param held identifiers at the event
     * @param platform web, app or backend
     * @param region country, or null
     * @param sent when the batch was sent, epoch milliseconds: what an event without a time has
     * @return a JSON object; with {@code events} added it is a batch
     */
    static String of(Batch batch, Ids held, String platform, String region, long sent) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("environment", batch.environment());
        root.put("timestamp_unixtime_ms", sent);
        root.set("mp_deviceid", batch.deviceStamp());
        root.set("mpid", batch.mpid());
        ArrayNode identities = root.putArray("user_identities");
        for (int i = 0; i < held.size(); i++) {
            if (!held.level(i).equals(DEVICE_LEVEL)) {
                ObjectNode identity = identities.addObject();
                identity.put("identity_type", held.level(i));
                identity.put("identity", held.value(i));
            }
        }
        ObjectNode device = root.putObject("device_info");
        // Nothing else than web and this is read as a device's name.
        device.put("platform", platform.equals("backend") ? "out_of_band" : platform);
        device.put("device_country", region);
        return new String(Json.bytes(root), StandardCharsets.UTF_8);
    }
}
