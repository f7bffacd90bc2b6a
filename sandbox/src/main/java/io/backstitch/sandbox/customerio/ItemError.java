package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One entry of an {@code errors} array: why an operation was refused. */
record ItemError(String reason, String field, String message) {

    static ItemError invalid(String field, String message) {
        return new ItemError("invalid", field, message);
    }

    static ItemError required(String field) {
        return new ItemError("required", field, "must be present");
    }

    ObjectNode json() {
        return Json.object().put("reason", reason).put("field", field).put("message", message);
    }
}
