package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.sandbox.customerio.Identifier.Kind;
import io.backstitch.sandbox.customerio.Operation.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The v1 calls: customers, events, merge and region; what a naive forwarder and most SDKs use. */
final class TrackV1 {

    private final SandboxOptions options;
    private final Workspace workspace;
    private final OperationRules rules;

    TrackV1(SandboxOptions options, Workspace workspace) {
        this.options = options;
        this.workspace = workspace;
        this.rules = new OperationRules(options);
    }

    /** Answers a request under {@code /api/v1}; the path begins behind it. */
    Reply handle(Request request, List<String> path, Ticket ticket) {
        String route = request.method() + " " + path.get(0);
        int length = path.size();
        try {
            if (route.equals("GET accounts") && length == 2 && path.get(1).equals("region")) {
                return region();
            }
            if (route.equals("POST events") && length == 1) {
                return accept(anonymousEvent(object(request.body())), ticket);
            }
            if (route.equals("POST merge_customers") && length == 1) {
                return merge(request, ticket);
            }
            if (path.get(0).equals("customers") && length >= 2) {
                return customer(request, path, ticket);
            }
            return Reply.NOT_FOUND;
        } catch (RefusedException e) {
            workspace.refuse(1, List.of());
            return Reply.metaErrors(e.errors().stream().map(ItemError::message).toList());
        }
    }

    private Reply customer(Request request, List<String> path, Ticket ticket)
            throws RefusedException {
        Identifier who = who(path.get(1));
        String rest = String.join("/", path.subList(2, Math.min(path.size(), 3)));
        String route = request.method() + " " + rest;
        return switch (route) {
            case "PUT " -> accept(identify(who, object(request.body())), ticket);
            case "DELETE " -> accept(Operation.on(Action.DELETE, who), ticket);
            case "POST suppress" -> accept(Operation.on(Action.SUPPRESS, who), ticket);
            case "POST unsuppress" -> accept(Operation.on(Action.UNSUPPRESS, who), ticket);
            case "POST events" -> accept(event(who, object(request.body())), ticket);
            case "PUT devices" -> accept(device(who, object(request.body())), ticket);
            case "DELETE devices" -> accept(Operation.on(Action.DELETE_DEVICE, who), ticket);
            default -> Reply.NOT_FOUND;
        };
    }

    private Identifier who(String value) throws RefusedException {
        if (value.isBlank()) {
            throw refused("id attribute cannot be an empty string");
        }
        if (Json.utf8Length(value) > Limits.IDENTIFIER_BYTES) {
            throw refused("id attribute cannot be longer than 150 bytes");
        }
        Identifier who = Identifier.ofPath(value);
        boolean plain = who.kind() == Kind.EMAIL && options.workspace == Behaviour.WorkspaceKind.ID;
        return plain ? new Identifier(Kind.ID, value) : who;
    }

    private Operation identify(Identifier who, ObjectNode attributes) throws RefusedException {
        List<ItemError> errors = new ArrayList<>();
        JsonNode id = attributes.get("id");
        if (id != null
                && options.workspace == Behaviour.WorkspaceKind.ID
                && !who.value().equals(Json.textOrNull(id))) {
            errors.add(error("id attribute and identifier are not the same value"));
        }
        if (attributes.size() > Limits.ATTRIBUTES) {
            errors.add(error("cannot identify more than 300 attributes in one request"));
        }
        for (Map.Entry<String, JsonNode> e : attributes.properties()) {
            if (Json.utf8Length(e.getKey()) > Limits.NAME_BYTES) {
                errors.add(error("attribute name cannot be longer than 150 bytes"));
            }
            if (Limits.tooLong(e.getValue())) {
                errors.add(
                        error(
                                "value for attribute '"
                                        + e.getKey()
                                        + "' cannot be longer than 1000 bytes"));
            }
        }
        if (!errors.isEmpty()) {
            throw new RefusedException(errors);
        }
        RawJson raw = new RawJson(Json.bytes(attributes));
        Long timestamp = Limits.unixSeconds(attributes.remove("_timestamp"));
        return OperationRules.identify(who, attributes, raw, timestamp);
    }

    private Operation event(Identifier who, ObjectNode body) throws RefusedException {
        JsonNode data = body.get("data");
        if (data != null && !data.isNull() && !data.isObject()) {
            throw refused("event data must be a hash");
        }
        RawJson raw = data == null || data.isNull() ? RawJson.EMPTY : new RawJson(Json.bytes(data));
        if (raw.length() > Limits.V1_EVENT_DATA_BYTES) {
            throw refused("event data cannot be longer than 100000 bytes");
        }
        String type = Json.textOrNull(body.get("type"));
        Action action =
                "page".equals(type)
                        ? Action.PAGE
                        : "screen".equals(type) ? Action.SCREEN : Action.EVENT;
        String name = body.hasNonNull("name") ? OperationRules.eventName(body.get("name")) : "";
        if (name.isEmpty()) {
            throw refused("event name must not be blank");
        }
        return new Operation(
                action,
                who,
                null,
                name,
                rules.eventUlid(body.get("id")),
                Limits.unixSeconds(body.get("timestamp")),
                null,
                raw,
                data == null ? null : Json.textOrNull(data.get("event_id")),
                false);
    }

    private Operation anonymousEvent(ObjectNode body) throws RefusedException {
        String anonymousId = Json.textOrNull(body.get("anonymous_id"));
        Operation event = event(new Identifier(Kind.ANONYMOUS, anonymousId), body);
        if (anonymousId != null && !anonymousId.isBlank()) {
            return event;
        }
        if (body.path("data").hasNonNull("recipient")) {
            // An invitation to somebody who is nobody yet: accepted, leads to no profile.
            return Operation.on(Action.OTHER, null);
        }
        throw refused("anonymous_id must be present");
    }

    private static Operation device(Identifier who, ObjectNode body) throws RefusedException {
        JsonNode device = body.path("device");
        String platform = Json.textOrNull(device.get("platform"));
        if (Json.textOrNull(device.get("id")) == null) {
            throw refused("device id must be present");
        }
        if (!"ios".equals(platform) && !"android".equals(platform)) {
            throw refused("device platform must be ios or android");
        }
        return Operation.on(Action.ADD_DEVICE, who);
    }

    private Reply merge(Request request, Ticket ticket) throws RefusedException {
        ObjectNode body = object(request.body());
        Operation merge;
        try {
            merge = rules.merge(body.get("primary"), body.get("secondary"));
        } catch (RefusedException e) {
            workspace.refuse(1, List.of());
            ItemError error = e.errors().get(0);
            return Reply.metaError(400, error.field() + " " + error.message());
        }
        return accept(merge, ticket);
    }

    private Reply region() {
        ObjectNode body = Json.object();
        body.put("url", options.region.equals("eu") ? "track-eu.customer.io" : "track.customer.io");
        body.put("region", options.region);
        body.put("environment_id", 1);
        return Reply.json(200, body);
    }

    private Reply accept(Operation operation, Ticket ticket) {
        workspace.accept(List.of(operation), ticket);
        return Reply.OK;
    }

    private static ObjectNode object(byte[] body) throws RefusedException {
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw refused("unable to parse the request as JSON");
        }
        throw refused("request body must be a hash");
    }

    private static ItemError error(String message) {
        return ItemError.invalid("", message);
    }

    private static RefusedException refused(String message) {
        return new RefusedException(error(message));
    }
}
