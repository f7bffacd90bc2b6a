package io.backstitch.schemas.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** Turns one Avro record schema into contract terms and collects what is wrong with it. */
final class SchemaReader {
    private static final int MAX_EVENT_NAME_BYTES = 100;
    private static final int MAX_ATTRIBUTE_NAME_BYTES = 150;
    static final List<String> COMMERCE =
            List.of(
                    "view",
                    "cart_add",
                    "cart_remove",
                    "checkout",
                    "order",
                    "order_update",
                    "refund",
                    "cancel");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> faults;

    SchemaReader(List<String> faults) {
        this.faults = faults;
    }

    EventType event(String file, Schema schema) {
        String name = text(schema, "event");
        if (name.length() > MAX_EVENT_NAME_BYTES || !name.matches("[a-z][a-z0-9_]*")) {
            faults.add(
                    file
                            + ": event '"
                            + name
                            + "' must be snake_case and at most "
                            + MAX_EVENT_NAME_BYTES
                            + " bytes");
        }
        String commerce = text(schema, "commerce");
        if (commerce != null && !COMMERCE.contains(commerce)) {
            faults.add(file + ": commerce '" + commerce + "' is none of " + COMMERCE);
        }
        return new EventType(
                name,
                doc(file, schema.getDoc()),
                texts(file, schema, "synonyms"),
                derived(file, schema),
                commerce,
                flag(file, schema, "single_item"),
                usedBy(file, schema),
                fields(file, schema));
    }

    List<String> usedBy(String file, Schema schema) {
        return texts(file, schema, "used_by");
    }

    List<Field> fields(String file, Schema schema) {
        List<Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            fields.add(field(file + " " + field.name(), field));
        }
        return List.copyOf(fields);
    }

    private Field field(String where, Schema.Field field) {
        boolean required = flag(where, field, "required");
        Schema type = type(where, field.schema(), required);
        if (field.name().length() > MAX_ATTRIBUTE_NAME_BYTES) {
            faults.add(where + ": longer than " + MAX_ATTRIBUTE_NAME_BYTES + " bytes");
        }
        Form form = form(where, field, type);
        return new Field(
                field.name(),
                doc(where, field.doc()),
                texts(where, field, "synonyms"),
                texts(where, field, "item_synonyms"),
                form,
                required,
                flag(where, field, "personal"),
                derived(where, field),
                text(field, "identifier"),
                flag(where, field, "amount"),
                "items_total".equals(text(field, "computed")),
                flag(where, field, "flat"),
                minimum(where, field),
                example(where, field, form));
    }

    private String example(String where, JsonProperties properties, Form form) {
        Object value = properties.getObjectProp("example");
        if (value == null) {
            return null;
        }
        String json = JSON.valueToTree(value).toString();
        if (!Examples.suits(json, form)) {
            faults.add(where + ": the example " + json + " has not the form " + form.word());
        }
        return json;
    }

    /** The type itself; an optional field must be a union of null and it. */
    private Schema type(String where, Schema schema, boolean required) {
        if (!schema.isUnion()) {
            if (!required) {
                faults.add(where + ": not required, so its type must be [\"null\", type]");
            }
            return schema;
        }
        if (required || schema.getTypes().size() != 2 || !schema.isNullable()) {
            faults.add(where + ": must be a plain type when required, else [\"null\", type]");
        }
        for (Schema branch : schema.getTypes()) {
            if (branch.getType() != Schema.Type.NULL) {
                return branch;
            }
        }
        return schema;
    }

    private Form form(String where, JsonProperties properties, Schema type) {
        String word = text(properties, "cio");
        Form form = word == null ? Form.natural(type) : Form.of(word);
        if (form == null) {
            faults.add(where + ": no form for cio '" + word + "', type " + type.getType());
            return Form.TEXT;
        }
        if (!form.fits(type)) {
            faults.add(where + ": form " + form.word() + " does not fit type " + type.getType());
        }
        return form;
    }

    private BigDecimal minimum(String where, JsonProperties properties) {
        Object value = properties.getObjectProp("minimum");
        if (value == null) {
            return null;
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.toString());
        }
        faults.add(where + ": minimum must be a number");
        return null;
    }

    private boolean derived(String where, JsonProperties properties) {
        String origin = text(properties, "origin");
        if (origin != null && !origin.equals("source") && !origin.equals("derived")) {
            faults.add(where + ": origin must be source or derived");
        }
        return "derived".equals(origin);
    }

    private String doc(String where, String doc) {
        if (doc == null || doc.isBlank()) {
            faults.add(where + ": has no doc");
            return "";
        }
        return doc;
    }

    private static String text(JsonProperties properties, String name) {
        return properties.getObjectProp(name) instanceof String text ? text : null;
    }

    private boolean flag(String where, JsonProperties properties, String name) {
        Object value = properties.getObjectProp(name);
        if (value != null && !(value instanceof Boolean)) {
            faults.add(where + ": " + name + " must be true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    private List<String> texts(String where, JsonProperties properties, String name) {
        Object value = properties.getObjectProp(name);
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof String text) {
                    texts.add(text);
                }
            }
            if (texts.size() == list.size()) {
                return List.copyOf(texts);
            }
        }
        if (value != null) {
            faults.add(where + ": " + name + " must be a list of texts");
        }
        return List.copyOf(texts);
    }
}
