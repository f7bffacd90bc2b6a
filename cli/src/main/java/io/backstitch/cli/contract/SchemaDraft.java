package io.backstitch.cli.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.schemas.contract.Form;
import io.backstitch.schemas.contract.Names;

/** One schema file while it is written: the packaged one, or a new one. */
final class SchemaDraft {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SYNONYMS = "synonyms";
    private static final String REQUIRED = "required";
    private static final String DOC = "doc";
    private static final String TYPE = "type";
    private static final String NAME = "name";

    private final ObjectNode schema;
    private boolean touched;

    /** Begins with what is there. */
    SchemaDraft(ObjectNode packaged) {
        this.schema = packaged;
    }

    /** A new event. */
    static SchemaDraft event(String record, String event, String doc) {
        ObjectNode schema = NODES.objectNode();
        schema.put(TYPE, "record").put(NAME, record).put("namespace", "io.backstitch.contract");
        schema.put(DOC, doc).put("event", event);
        schema.putArray("used_by");
        schema.putArray(SYNONYMS);
        schema.putArray("fields");
        SchemaDraft draft = new SchemaDraft(schema);
        draft.touched = true;
        return draft;
    }

    /** Whether it differs from the packaged one. */
    boolean isTouched() {
        return touched;
    }

    ObjectNode json() {
        return schema;
    }

    /** The event's name, or null for the item and the profile. */
    String event() {
        return schema.path("event").asText(null);
    }

    boolean isDerived() {
        return schema.path("origin").asText("").equals("derived");
    }

    boolean isAboutOneItem() {
        return schema.path("single_item").asBoolean();
    }

    /** Whether that spelling means this event. */
    boolean isCalled(String folded) {
        if (folded.equals(Names.foldEvent(event()))) {
            return true;
        }
        for (JsonNode synonym : schema.path(SYNONYMS)) {
            if (folded.equals(Names.foldEvent(synonym.asText()))) {
                return true;
            }
        }
        return false;
    }

    void synonym(String spelling) {
        schema.withArray(SYNONYMS).add(spelling);
        touched = true;
    }

    /** The field that the spelling means, or null. */
    ObjectNode field(String spelling) {
        String folded = Names.fold(spelling);
        for (JsonNode field : schema.path("fields")) {
            if (folded.equals(Names.fold(field.path(NAME).asText()))
                    || spells(field.path(SYNONYMS), folded)
                    || spells(field.path("item_synonyms"), folded)) {
                return (ObjectNode) field;
            }
        }
        return null;
    }

    private static boolean spells(JsonNode synonyms, String folded) {
        for (JsonNode synonym : synonyms) {
            if (folded.equals(Names.fold(synonym.asText()))) {
                return true;
            }
        }
        return false;
    }

    /** A new optional field. */
    ObjectNode add(String name, String source, PlanProperty property, String doc) {
        ObjectNode field = NODES.objectNode();
        field.put(NAME, name);
        field.set(TYPE, NODES.arrayNode().add("null").add(type(property.form())));
        field.putNull("default");
        field.put(DOC, doc);
        if (property.form() == Form.EMAIL) {
            field.put("personal", true);
        }
        field.put("cio", property.form().word());
        if (property.minimum() != null) {
            field.put("minimum", property.minimum());
        }
        if (!Names.fold(name).equals(Names.fold(source))) {
            field.putArray(SYNONYMS).add(source);
        }
        schema.withArray("fields").add(field);
        touched = true;
        return field;
    }

    /** From now on nothing comes without it. */
    void require(ObjectNode field) {
        if (field.path(REQUIRED).asBoolean()) {
            return;
        }
        for (JsonNode branch : field.path(TYPE)) {
            if (!branch.asText().equals("null")) {
                field.set(TYPE, branch);
                break;
            }
        }
        field.remove("default");
        field.put(REQUIRED, true);
        touched = true;
    }

    private static JsonNode type(Form form) {
        return switch (form) {
            case DECIMAL ->
                    NODES.objectNode()
                            .put(TYPE, "bytes")
                            .put("logicalType", "decimal")
                            .put("precision", 24)
                            .put("scale", 6);
            case INTEGER, UNIX_SECONDS -> NODES.textNode("long");
            case BOOLEAN -> NODES.textNode("boolean");
            case TEXTS -> list();
            default -> NODES.textNode("string");
        };
    }

    private static JsonNode list() {
        ObjectNode list = NODES.objectNode();
        list.put(TYPE, "array").put("items", "string");
        return list;
    }
}
