package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.pipeline.record.Attribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When the attributes of a batch changed. The batch states them as of its end; where it holds the
 * event by which one changed, that one became true then, and an upload that comes late does not
 * outdo what was said in between on another device.
 */
final class AttributeChanges {
    private final Normaliser normaliser;
    private final int rank;
    private final Map<String, Attribute> latest = new TreeMap<>();

    AttributeChanges(Normaliser normaliser, int rank) {
        this.normaliser = normaliser;
        this.rank = rank;
    }

    /** What a change says, or nothing if the event is none. */
    List<Attribute> of(BatchEvent event, String region, long time) {
        JsonNode name = event.data().path("user_attribute_name");
        if (!event.type().equals("user_attribute_change") || !name.isTextual()) {
            return List.of();
        }
        JsonNode now = event.data().get("new");
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (SourceValues.absent(now) || event.data().path("deleted").asBoolean(false)) {
            return normaliser.profile(
                    json.objectNode(), json.arrayNode().add(name), region, time, rank);
        }
        return normaliser.profile(
                json.objectNode().set(name.textValue(), now), null, region, time, rank);
    }

    /** Notes changes of whom the batch's attributes are about, in event-time order. */
    void note(List<Attribute> changes) {
        changes.forEach(change -> latest.put(change.name(), change));
    }

    /** The batch's attributes, each since its change; and changes that the batch does not state. */
    List<Attribute> applied(List<Attribute> profile) {
        List<Attribute> applied = new ArrayList<>(profile.size());
        for (Attribute stated : profile) {
            Attribute change = latest.remove(stated.name());
            boolean same = change != null && Arrays.equals(change.json(), stated.json());
            applied.add(same ? change : stated);
        }
        applied.addAll(latest.values());
        return applied;
    }
}
