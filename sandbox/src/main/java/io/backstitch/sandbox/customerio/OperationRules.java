package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.sandbox.customerio.Operation.Action;
import java.util.List;

/** Turns a v2 draft into an operation, or says what is wrong with it. Stateless. */
final class OperationRules {

    private final SandboxOptions options;
    private final IdentifierRules identifiers;

    OperationRules(SandboxOptions options) {
        this.options = options;
        this.identifiers = new IdentifierRules(options.workspace);
    }

    Operation check(Draft draft) throws RefusedException {
        if (!draft.isObject) {
            throw refused("body", "must be an object");
        }
        if (draft.bytes > options.maxOperationBytes) {
            throw refused("body", "operation cannot be larger than 32kb");
        }
        String type = requiredText(draft.type, "type");
        String action = requiredText(draft.action, "action");
        return switch (type) {
            case "person" -> person(draft, action);
            case "object" -> object(draft, action);
            case "delivery" -> delivery(draft, action);
            default -> throw refused("type", "must be one of person, object, delivery");
        };
    }

    private Operation person(Draft draft, String action) throws RefusedException {
        return switch (action) {
            case "identify" -> identify(draft);
            case "event" -> event(Action.EVENT, draft);
            case "page" -> event(Action.PAGE, draft);
            case "screen" -> event(Action.SCREEN, draft);
            case "merge" -> merge(draft);
            case "delete" -> Operation.on(Action.DELETE, who(draft));
            case "suppress" -> Operation.on(Action.SUPPRESS, who(draft));
            case "unsuppress" -> Operation.on(Action.UNSUPPRESS, who(draft));
            case "add_device" -> device(Action.ADD_DEVICE, draft);
            case "delete_device" -> device(Action.DELETE_DEVICE, draft);
            case "add_relationships" -> relationships(Action.ADD_RELATIONSHIPS, draft);
            case "delete_relationships" -> relationships(Action.DELETE_RELATIONSHIPS, draft);
            default -> throw refused("action", "is not an action of a person");
        };
    }

    private Operation identify(Draft draft) throws RefusedException {
        Identifier who = who(draft);
        ObjectNode attributes = Json.object();
        if (draft.attributes != null && !draft.attributes.isNull()) {
            if (!draft.attributes.isObject()) {
                throw refused("attributes", "must be an object");
            }
            attributes = (ObjectNode) draft.attributes;
        }
        List<ItemError> errors = Limits.ofAttributes(attributes);
        if (!errors.isEmpty()) {
            throw new RefusedException(errors);
        }
        return identify(who, attributes, draft.raw, Limits.unixSeconds(draft.timestamp));
    }

    /** An identify whose attributes are within the limits; takes the control members out. */
    static Operation identify(Identifier who, ObjectNode attributes, RawJson raw, Long timestamp) {
        JsonNode update = attributes.remove("_update");
        boolean updateOnly = update != null && update.asBoolean();
        return new Operation(
                Action.IDENTIFY,
                who,
                null,
                null,
                null,
                timestamp,
                attributes,
                raw,
                null,
                updateOnly);
    }

    private Operation event(Action action, Draft draft) throws RefusedException {
        Identifier who = identifiers.event(draft.identifiers, "identifiers");
        String name = eventName(draft.name);
        if (draft.attributes != null
                && !draft.attributes.isNull()
                && !draft.attributes.isObject()) {
            throw refused("attributes", "must be an object");
        }
        return new Operation(
                action,
                who,
                null,
                name,
                eventUlid(draft.id),
                Limits.unixSeconds(draft.timestamp),
                null,
                draft.raw,
                draft.attributes == null ? null : Json.textOrNull(draft.attributes.get("event_id")),
                false);
    }

    /** A trimmed event name within the limits. */
    static String eventName(JsonNode node) throws RefusedException {
        if (node == null || node.isNull()) {
            throw new RefusedException(ItemError.required("name"));
        }
        String name = node.isTextual() ? node.textValue().strip() : "";
        if (name.isEmpty()) {
            throw refused("name", "event name must not be blank");
        }
        if (Json.utf8Length(name) > Limits.EVENT_NAME_BYTES) {
            throw refused("name", "event name cannot be longer than 100 bytes");
        }
        return name;
    }

    /** The event id, or null if there is none. */
    String eventUlid(JsonNode node) throws RefusedException {
        if (node == null || node.isNull()) {
            return null;
        }
        String id = Json.textOrNull(node);
        if (id == null || id.isEmpty()) {
            throw refused("id", "must be a valid ULID");
        }
        if (options.nonUlidIds == Behaviour.NonUlidIds.REJECT && !Limits.isUlid(id)) {
            throw refused("id", "must be a valid ULID");
        }
        return id;
    }

    private Operation merge(Draft draft) throws RefusedException {
        if (draft.identifiers != null && !draft.identifiers.isNull()) {
            throw refused("identifiers", "must not be present for merge");
        }
        return merge(draft.primary, draft.secondary);
    }

    Operation merge(JsonNode primaryNode, JsonNode secondaryNode) throws RefusedException {
        Identifier primary = identifiers.merge(primaryNode, "primary");
        Identifier secondary = identifiers.merge(secondaryNode, "secondary");
        boolean same = primary.kind() == secondary.kind() && primary.key().equals(secondary.key());
        if (same && options.selfMerge == Behaviour.SelfMerge.REJECT) {
            throw refused("secondary", "must not be the primary");
        }
        return Operation.merge(primary, secondary);
    }

    private Operation device(Action action, Draft draft) throws RefusedException {
        Identifier who = who(draft);
        if (draft.device == null || !draft.device.isObject()) {
            throw new RefusedException(ItemError.required("device"));
        }
        requiredText(draft.device.get("token"), "device.token");
        if (action == Action.ADD_DEVICE) {
            String platform = requiredText(draft.device.get("platform"), "device.platform");
            if (!platform.equals("ios") && !platform.equals("android")) {
                throw refused("device.platform", "must be one of ios, android");
            }
        }
        return Operation.on(action, who);
    }

    private Operation relationships(Action action, Draft draft) throws RefusedException {
        Identifier who = who(draft);
        if (draft.relationships == null || !draft.relationships.isArray()) {
            throw new RefusedException(ItemError.required("cio_relationships"));
        }
        return Operation.on(action, who);
    }

    private static Operation object(Draft draft, String action) throws RefusedException {
        switch (action) {
            case "identify", "delete" -> {}
            case "identify_anonymous", "add_relationships", "delete_relationships" -> {
                if (draft.relationships == null || !draft.relationships.isArray()) {
                    throw new RefusedException(ItemError.required("cio_relationships"));
                }
            }
            default -> throw refused("action", "is not an action of an object");
        }
        JsonNode ids = draft.identifiers;
        if (ids == null || !(ids.has("object_id") || ids.has("cio_object_id"))) {
            throw new RefusedException(ItemError.required("identifiers.object_id"));
        }
        return Operation.on(Action.OTHER, null);
    }

    private static Operation delivery(Draft draft, String action) throws RefusedException {
        if (!action.equals("event")) {
            throw refused("action", "is not an action of a delivery");
        }
        String name = eventName(draft.name);
        if (!List.of("opened", "converted", "delivered").contains(name)) {
            throw refused("name", "must be one of opened, converted, delivered");
        }
        return Operation.on(Action.OTHER, null);
    }

    private Identifier who(Draft draft) throws RefusedException {
        return identifiers.person(draft.identifiers, "identifiers");
    }

    private static String requiredText(JsonNode node, String field) throws RefusedException {
        if (node == null || node.isNull()) {
            throw new RefusedException(ItemError.required(field));
        }
        if (!node.isTextual() || node.textValue().isBlank()) {
            throw refused(field, "must be a string");
        }
        return node.textValue();
    }

    private static RefusedException refused(String field, String message) {
        return new RefusedException(ItemError.invalid(field, message));
    }
}
