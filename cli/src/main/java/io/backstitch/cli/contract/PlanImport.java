package io.backstitch.cli.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns the points of a data plan into schemas on top of the packaged contract. What the contract
 * has already keeps its name and form; nothing is left out without a note.
 */
final class PlanImport {
    private static final int MAX_EVENT_NAME = 100;
    private static final String REQUIRED = "required";
    private static final String PROPERTIES = "properties";

    private final Drafts drafts = new Drafts();
    private final PlanFields fields;
    private final List<String> notes = new ArrayList<>();
    private final Set<String> known = new TreeSet<>();
    private final Set<String> added = new TreeSet<>();
    private final Set<String> screens = new TreeSet<>();
    private int strict;

    private PlanImport() {
        this.fields = new PlanFields(notes);
    }

    /**
     * What came of it.
     *
     * @param schemas files to write
     * @param known events of the plan that the contract had already
     * @param added new events
     * @param demanding events of which the plan requires more than the contract did
     * @param notes what is not, or differently, carried over
     */
    record Result(
            Map<String, ObjectNode> schemas,
            Set<String> known,
            Set<String> added,
            Set<String> demanding,
            List<String> notes) {}

    static Result of(DataPlan plan) {
        PlanImport work = new PlanImport();
        for (DataPlan.Point point : plan.points()) {
            work.point(point);
        }
        if (work.strict > 0) {
            work.notes.add(
                    work.strict
                            + " places flag unplanned attributes: that is one setting for all"
                            + " events, normalise.unknown-properties (and unknown-attributes)");
        }
        if (!work.screens.isEmpty()) {
            work.notes.add(
                    "screen views leave as events of their own ("
                            + String.join(", ", work.screens)
                            + "); delete the file of one that should stay a screen, see"
                            + " normalise.screens");
        }
        return new Result(
                work.drafts.touched(), work.known, work.added, work.fields.demanding(), work.notes);
    }

    private void point(DataPlan.Point point) {
        JsonNode data = point.definition().path(PROPERTIES).path("data").path(PROPERTIES);
        switch (point.type()) {
            case "custom_event", "screen_view" -> custom(point, data);
            case "product_action" -> action(point, data);
            case "user_attributes" -> attributes(point);
            case "user_identities" ->
                    notes.add(
                            point.label()
                                    + ": identifiers are no part of the contract; which count, and"
                                    + " in which order, is identity.levels");
            case "promotion_action", "product_impression" ->
                    notes.add(
                            point.label()
                                    + ": promotions and impressions are left out by rule, as"
                                    + " operational events");
            default ->
                    notes.add(point.label() + ": an operational type, never sent to Customer.io");
        }
    }

    private void custom(DataPlan.Point point, JsonNode data) {
        SchemaDraft event = event(point, point.name());
        if (event != null) {
            customAttributes(point, event, data);
            leftOver(point, data, Set.of("custom_attributes"));
        }
    }

    private void action(DataPlan.Point point, JsonNode data) {
        SchemaDraft event = event(point, "commerce:" + point.name());
        if (event == null) {
            return;
        }
        JsonNode action = data.path("product_action");
        noteStrict(action);
        Set<String> required = required(action);
        for (Map.Entry<String, JsonNode> property : action.path(PROPERTIES).properties()) {
            String name = property.getKey();
            if (name.equals("products")) {
                products(point, event, property.getValue().path("items"));
            } else if (!name.equals("action")) {
                fields.take(event, point, name, property.getValue(), required.contains(name));
            }
        }
        customAttributes(point, event, data);
        if (data.has("currency_code")) {
            fields.take(event, point, "currency_code", data.get("currency_code"), false);
        }
        leftOver(point, data, Set.of("product_action", "custom_attributes", "currency_code"));
    }

    /** A product's properties: those of the item, or of the event where it is about one product. */
    private void products(DataPlan.Point point, SchemaDraft event, JsonNode product) {
        noteStrict(product);
        Set<String> required = required(product);
        Map<String, JsonNode> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : product.path(PROPERTIES).properties()) {
            all.put(property.getKey(), property.getValue());
        }
        JsonNode custom = all.remove("custom_attributes");
        if (custom != null) {
            noteStrict(custom);
            custom.path(PROPERTIES).properties().forEach(p -> all.put(p.getKey(), p.getValue()));
            required.addAll(required(custom));
        }
        all.forEach(
                (name, definition) -> {
                    boolean demanded = required.contains(name);
                    if (!event.isAboutOneItem()) {
                        fields.takeOfItem(drafts.item(), point, name, definition, demanded);
                        return;
                    }
                    ObjectNode ofItem = drafts.item().field(name);
                    String named = ofItem == null ? name : ofItem.path("name").asText();
                    fields.take(event, point, named, definition, demanded);
                });
    }

    private void customAttributes(DataPlan.Point point, SchemaDraft event, JsonNode data) {
        JsonNode custom = data.path("custom_attributes");
        noteStrict(custom);
        Set<String> required = required(custom);
        for (Map.Entry<String, JsonNode> property : custom.path(PROPERTIES).properties()) {
            String name = property.getKey();
            fields.take(event, point, name, property.getValue(), required.contains(name));
        }
    }

    private void attributes(DataPlan.Point point) {
        JsonNode definition = point.definition();
        noteStrict(definition);
        Set<String> required = required(definition);
        for (Map.Entry<String, JsonNode> property : definition.path(PROPERTIES).properties()) {
            String name = property.getKey();
            fields.takeOfProfile(
                    drafts.profile(), point, name, property.getValue(), required.contains(name));
        }
    }

    private SchemaDraft event(DataPlan.Point point, String spelling) {
        if (point.name().isBlank()) {
            notes.add(point.label() + ": names no event");
            return null;
        }
        SchemaDraft event = drafts.event(spelling);
        if (event != null && event.isDerived()) {
            notes.add(
                    point.label()
                            + ": "
                            + event.event()
                            + " is made by Backstitch; a source that sends it is refused");
            return null;
        }
        if (event != null) {
            if (added.contains(event.event())) {
                notes.add(point.label() + ": one event with others of that name");
            } else {
                known.add(event.event());
            }
            return event;
        }
        String name = PlanNames.snake(point.name(), "event_");
        if (name.isEmpty() || name.length() > MAX_EVENT_NAME) {
            notes.add(point.label() + ": no name of 1 to 100 letters a-z and digits can be made");
            return null;
        }
        SchemaDraft other = drafts.event(name);
        if (other != null) {
            notes.add(
                    point.label()
                            + ": the name "
                            + name
                            + " means another event, "
                            + other.event()
                            + "; add the schema by hand under a name of its own");
            return null;
        }
        String doc = point.description();
        event = drafts.add(name, doc.isEmpty() ? "From the data plan." : doc);
        if (!spelling.equals(name)) {
            event.synonym(spelling);
        }
        added.add(name);
        if (point.type().equals("screen_view")) {
            screens.add(name);
        }
        return event;
    }

    private void leftOver(DataPlan.Point point, JsonNode data, Set<String> read) {
        for (Map.Entry<String, JsonNode> property : data.properties()) {
            if (!read.contains(property.getKey())) {
                notes.add(point.label() + ": data." + property.getKey() + " is not looked at");
            }
        }
    }

    private void noteStrict(JsonNode definition) {
        JsonNode more = definition.path("additionalProperties");
        strict += more.isBoolean() && !more.booleanValue() ? 1 : 0;
    }

    private static Set<String> required(JsonNode definition) {
        Set<String> names = new TreeSet<>();
        definition.path(REQUIRED).forEach(name -> names.add(name.asText()));
        return names;
    }
}
