package io.backstitch.cli.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.cli.topics.BoundedTopic.Extent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** A trail as JSON: the same sentences, and each record's own fields except a payload. */
final class JsonReport {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonReport() {}

    static String of(String id, Trail trail, String note) {
        ObjectNode root = JSON.createObjectNode();
        root.put("id", id).put("found", !trail.isEmpty());
        ObjectNode foundAs = root.putObject("found_as");
        for (Map.Entry<IdKind, Integer> kind : trail.foundAs().entrySet()) {
            foundAs.put(kind.getKey().name(), kind.getValue());
        }
        ArrayNode steps = root.putArray("steps");
        trail.steps().forEach(step -> step(step, steps.addObject()));
        ArrayNode looked = root.putArray("looked_at");
        trail.extents().forEach(extent -> extent(extent, looked.addObject()));
        root.put("note", note);
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
        }
    }

    private static void step(Step step, ObjectNode to) {
        to.put("at", Instant.ofEpochMilli(step.at()).toString());
        to.put("title", step.title()).put("verdict", step.verdict());
        ArrayNode lines = to.putArray("lines");
        for (Step.Line line : step.lines()) {
            lines.addObject().put("label", line.label()).put("text", line.text());
        }
        to.put("type", step.record().getSchema().getName());
        record(step.record(), to.putObject("record"));
    }

    private static void record(SpecificRecord record, ObjectNode to) {
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value instanceof ByteBuffer) {
                continue; // personal data; the topic has it
            } else if (value instanceof Long number) {
                to.put(field.name(), number);
            } else if (value instanceof Integer number) {
                to.put(field.name(), number);
            } else if (value instanceof Boolean bool) {
                to.put(field.name(), bool);
            } else {
                to.put(field.name(), value == null ? null : value.toString());
            }
        }
    }

    private static void extent(Extent extent, ObjectNode to) {
        to.put("topic", extent.topic()).put("exists", extent.exists());
        to.put("records", extent.records()).put("unreadable", extent.unreadable());
        to.put("oldest", extent.oldest() == null ? null : extent.oldest().toString());
    }
}
