package io.backstitch.cli.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.normalise.Reserved;
import io.backstitch.schemas.contract.Form;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Takes a data plan's properties over into schemas. */
final class PlanFields {
    private static final int MAX_NAME = 150;

    private final List<String> notes;
    private final Set<String> demanding = new TreeSet<>();

    PlanFields(List<String> notes) {
        this.notes = notes;
    }

    /** Events that are refused without a property they could go without before. */
    Set<String> demanding() {
        return demanding;
    }

    /** A property of an event. */
    void take(
            SchemaDraft event,
            DataPlan.Point point,
            String name,
            JsonNode definition,
            boolean required) {
        String where = point.label() + ", " + name;
        if (Reserved.inEvent(name)) {
            notes.add(where + ": a reserved name; Backstitch strips or sets it");
            return;
        }
        ObjectNode field = field(event, where, name, definition);
        if (field != null && required && !field.path("required").asBoolean()) {
            event.require(field);
            demanding.add(event.event());
        }
    }

    /** A property of a product. Items have one shape, whichever event they are in. */
    void takeOfItem(
            SchemaDraft item,
            DataPlan.Point point,
            String name,
            JsonNode definition,
            boolean required) {
        String where = point.label() + ", product's " + name;
        ObjectNode field = field(item, where, name, definition);
        if (field != null && required && !field.path("required").asBoolean()) {
            notes.add(
                    where
                            + ": required in this event only; items have one shape in all, so it is"
                            + " optional");
        }
    }

    /** An attribute of a person. */
    void takeOfProfile(
            SchemaDraft profile,
            DataPlan.Point point,
            String name,
            JsonNode definition,
            boolean required) {
        String where = "user attribute " + name;
        String bare = PlanNames.snake(name, "p_");
        if (Reserved.inProfile(bare) || Reserved.inProfile(name)) {
            notes.add(where + ": a reserved name; identity sets it, or Customer.io owns it");
            return;
        }
        field(profile, where, name, definition);
        if (required) {
            notes.add(where + ": required; a profile is never refused for what is absent");
        }
    }

    /** The field that is there, or a new one; null if it cannot be carried over. */
    private ObjectNode field(SchemaDraft draft, String where, String name, JsonNode definition) {
        PlanProperty property = PlanProperty.of(definition);
        for (String lost : property.lost()) {
            notes.add(where + ": " + lost);
        }
        ObjectNode field = draft.field(name);
        if (field != null) {
            compare(where, field, property);
            return field;
        }
        if (property.form() == null) {
            return null;
        }
        String snake = PlanNames.snake(name, "p_");
        if (snake.isEmpty() || snake.length() > MAX_NAME || draft.field(snake) != null) {
            notes.add(
                    where + ": no name of its own in a-z, 0-9 and _ can be made; it passes as is");
            return null;
        }
        String doc = property.doc().isEmpty() ? "From the data plan." : property.doc();
        return draft.add(snake, name, property, doc);
    }

    private void compare(String where, ObjectNode field, PlanProperty property) {
        String name = field.path("name").asText();
        if (field.path("origin").asText("").equals("derived")) {
            notes.add(
                    where + ": " + name + " is computed by Backstitch; the source's is not taken");
            return;
        }
        Form form = form(field);
        if (form != null && !property.readableAs(form)) {
            notes.add(
                    where
                            + ": stays "
                            + form.word()
                            + " as in the contract; the plan says "
                            + property.said());
        }
    }

    private static Form form(ObjectNode field) {
        String word = field.path("cio").asText("text");
        for (Form form : Form.values()) {
            if (form.name().toLowerCase(Locale.ROOT).equals(word)) {
                return form;
            }
        }
        return null;
    }
}
