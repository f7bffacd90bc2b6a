package io.backstitch.cli.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code mparticle: {device: w, user: 42, event: add_to_cart, cart: k, at: 09:00}} as mParticle
 * forwards a batch.
 */
final class MparticleShort {
    /** What is said once per batch; beside it stand the fields of its one event, or a list. */
    private static final Set<String> BATCH =
            Set.of(
                    "device",
                    "mpid",
                    "user",
                    "email",
                    "phone",
                    "platform",
                    "attributes",
                    "remove",
                    "environment",
                    "partner",
                    "historical",
                    "events",
                    "sent",
                    "arrives");

    static final Set<String> FIELDS = new TreeSet<>(BATCH);

    static {
        FIELDS.addAll(MparticleEvent.FIELDS);
    }

    private final Moments moments;
    private final MparticleEvent events;
    private final Faults faults;
    private final String topic;

    MparticleShort(Moments moments, Basket basket, String topic, Faults faults) {
        this.moments = moments;
        this.events = new MparticleEvent(moments, basket);
        this.faults = faults;
        this.topic = topic;
    }

    /**
     * The record, or null if the form has faults.
     *
     * @param number of the input in the file: makes message ids
     * @param upload makes the ids that mParticle gives anew with every upload
     */
    Input expand(Tree tree, int number, int upload, Long arrivesAgain) {
        Form batch = Form.of(tree, FIELDS, faults);
        ArrayNode list = Json.NODES.arrayNode();
        Long last = null;
        boolean fine = true;
        for (Map.Entry<Form, Integer> event : events(batch).entrySet()) {
            Long at = moments.read(event.getKey(), "at");
            if (at == null) {
                fine = false;
                if (!event.getKey().has("at")) {
                    faults.add(event.getKey().place(), "at is missing: when did it happen?");
                }
                continue;
            }
            last = last == null ? at : Math.max(last, at);
            ObjectNode json =
                    events.json(event.getKey(), at, number + "-" + event.getValue(), upload);
            fine &= json != null;
            list.add(json);
        }
        Long arrives = batch.has("arrives") ? moments.read(batch, "arrives") : last;
        if (arrives == null) {
            if (fine && !batch.has("arrives")) {
                faults.add(batch.place(), "arrives or at is missing: when does it reach Kafka?");
            }
            return null;
        }
        arrives = arrivesAgain == null ? arrives : arrivesAgain;
        Long sent =
                batch.has("sent") && arrivesAgain == null ? moments.read(batch, "sent") : arrives;
        if (!fine || sent == null) {
            return null;
        }
        String mpid = mpid(batch);
        byte[] value = Json.bytes(json(batch, list, mpid, sent, number, upload));
        byte[] key = mpid == null ? null : mpid.getBytes(StandardCharsets.UTF_8);
        return new Input(batch.place(), topic, arrives, key, value);
    }

    /** The events' forms, numbered from 1. */
    private Map<Form, Integer> events(Form batch) {
        Map<Form, Integer> forms = new LinkedHashMap<>();
        boolean inline = false;
        for (String kind : MparticleEvent.KINDS) {
            inline |= batch.has(kind);
        }
        if (batch.has("events") && inline) {
            batch.fault("events", "give one event beside the batch's fields, or a list, not both");
        }
        if (inline) {
            forms.put(batch, 1);
        }
        for (Tree tree : batch.list("events")) {
            forms.put(Form.of(tree, MparticleEvent.FIELDS, faults), forms.size() + 1);
        }
        return forms;
    }

    /** As given, else made of the device, else null. */
    private static String mpid(Form batch) {
        String mpid = batch.text("mpid");
        String device = batch.text("device");
        if (mpid != null || device == null) {
            return mpid;
        }
        return Long.toString(1_000_000_000L + (device.hashCode() & 0xffffffffL));
    }

    private ObjectNode json(
            Form batch, ArrayNode events, String mpid, long sent, int number, int upload) {
        ObjectNode json = Json.NODES.objectNode();
        json.set("events", events);
        String platform = batch.text("platform");
        json.putObject("device_info").put("platform", platform == null ? "web" : platform);
        ObjectNode attributes = json.putObject("user_attributes");
        batch.table("attributes").forEach((name, value) -> attributes.set(name, Json.of(value)));
        List<String> removed = batch.texts("remove");
        if (!removed.isEmpty()) {
            ArrayNode names = json.putArray("deleted_user_attributes");
            removed.forEach(names::add);
        }
        ArrayNode identities = json.putArray("user_identities");
        identity(identities, "customer_id", batch.text("user"));
        identity(identities, "email", batch.text("email"));
        identity(identities, "mobile_number", batch.text("phone"));
        json.put("schema_version", 2);
        String environment = batch.text("environment");
        json.put("environment", environment == null ? "production" : environment);
        json.put("mp_deviceid", batch.text("device"));
        json.put("mpid", mpid);
        json.put("timestamp_unixtime_ms", Long.toString(sent));
        json.put("batch_id", Long.toString(7_000_000L + number * 1000L + upload));
        json.put("message_id", "batch-" + number + "-" + upload);
        json.put("message_type", "events");
        ObjectNode source = json.putObject("source_info");
        source.put("channel", batch.has("partner") ? "partner" : "native");
        source.put("partner", batch.text("partner"));
        source.put("is_historical", batch.truth("historical"));
        return json;
    }

    private static void identity(ArrayNode identities, String type, String value) {
        if (value != null) {
            identities.addObject().put("identity_type", type).put("identity", value);
        }
    }
}
