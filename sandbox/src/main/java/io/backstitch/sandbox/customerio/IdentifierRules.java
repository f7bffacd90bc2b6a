package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.sandbox.customerio.Identifier.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads v2 identifiers: exactly one, of a kind that the operation and the workspace allow. */
final class IdentifierRules {

    private static final List<Kind> PERSON_KINDS =
            List.of(Kind.ID, Kind.EMAIL, Kind.PHONE, Kind.CIO_ID);
    private static final List<Kind> EVENT_KINDS =
            List.of(Kind.ID, Kind.EMAIL, Kind.PHONE, Kind.CIO_ID, Kind.ANONYMOUS);
    private static final List<Kind> MERGE_KINDS = List.of(Kind.ID, Kind.EMAIL, Kind.CIO_ID);

    private final Behaviour.WorkspaceKind workspace;

    IdentifierRules(Behaviour.WorkspaceKind workspace) {
        this.workspace = workspace;
    }

    Identifier person(JsonNode node, String field) throws RefusedException {
        return identifier(node, field, PERSON_KINDS);
    }

    Identifier event(JsonNode node, String field) throws RefusedException {
        return identifier(node, field, EVENT_KINDS);
    }

    Identifier merge(JsonNode node, String field) throws RefusedException {
        return identifier(node, field, MERGE_KINDS);
    }

    private Identifier identifier(JsonNode node, String field, List<Kind> allowed)
            throws RefusedException {
        if (node == null || node.isNull()) {
            throw new RefusedException(ItemError.required(field));
        }
        if (!node.isObject()) {
            throw refused(field, "must be an object");
        }
        Map<Kind, JsonNode> found = new EnumMap<>(Kind.class);
        for (Kind kind : allowed) {
            if (node.has(kind.field)) {
                found.put(kind, node.get(kind.field));
            }
        }
        if (found.size() != 1 || node.size() != 1) {
            throw refused(field, "must have exactly one identifier");
        }
        Map.Entry<Kind, JsonNode> only = found.entrySet().iterator().next();
        return identifier(only.getKey(), only.getValue(), field + "." + only.getKey().field);
    }

    private Identifier identifier(Kind kind, JsonNode node, String field) throws RefusedException {
        String value = Json.textOrNull(node);
        if (value == null) {
            throw refused(field, "must be a string or a number");
        }
        if (value.isBlank()) {
            throw refused(field, "cannot be an empty string");
        }
        if (Json.utf8Length(value) > Limits.IDENTIFIER_BYTES) {
            throw refused(field, "cannot be longer than 150 bytes");
        }
        if (kind == Kind.EMAIL && !Identifier.looksLikeEmail(value)) {
            throw refused(field, "must be a valid email address");
        }
        if (!enabled(kind)) {
            throw refused(field, "is not an identifier of this workspace");
        }
        return new Identifier(kind, value);
    }

    private boolean enabled(Kind kind) {
        return switch (kind) {
            case ID -> workspace != Behaviour.WorkspaceKind.EMAIL;
            case EMAIL -> workspace != Behaviour.WorkspaceKind.ID;
            case PHONE -> false;
            case CIO_ID, ANONYMOUS -> true;
        };
    }

    private static RefusedException refused(String field, String message) {
        return new RefusedException(ItemError.invalid(field, message));
    }
}
