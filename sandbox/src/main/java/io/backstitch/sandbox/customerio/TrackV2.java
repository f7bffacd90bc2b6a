package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /api/v2/entity} and {@code POST /api/v2/batch}. */
final class TrackV2 {

    private final SandboxOptions options;
    private final Workspace workspace;
    private final OperationRules rules;

    TrackV2(SandboxOptions options, Workspace workspace) {
        this.options = options;
        this.workspace = workspace;
        this.rules = new OperationRules(options);
    }

    Reply entity(byte[] body, Ticket ticket) {
        if (body.length > options.maxOperationBytes) {
            return tooLarge(1, "request must be smaller than 32kb");
        }
        Draft draft = null;
        try {
            draft = Draft.readEntity(body);
            workspace.accept(List.of(rules.check(draft)), ticket);
            return Reply.OK;
        } catch (RefusedException e) {
            workspace.refuse(1, draft == null ? List.of() : eventIds(List.of(draft)));
            return Reply.errors(400, e.errors());
        }
    }

    Reply batch(byte[] body, Ticket ticket) {
        if (body.length > options.maxBatchBytes) {
            return tooLarge(1, "request must be smaller than 500kb");
        }
        List<Draft> drafts;
        try {
            drafts = Draft.readBatch(body);
        } catch (RefusedException e) {
            workspace.refuse(1, List.of());
            return Reply.errors(400, e.errors());
        }
        if (options.oversizeOperation == Behaviour.OversizeOperation.REFUSE_REQUEST
                && drafts.stream().anyMatch(d -> d.bytes > options.maxOperationBytes)) {
            return tooLarge(drafts.size(), "operation cannot be larger than 32kb");
        }
        return apply(drafts, ticket);
    }

    private Reply apply(List<Draft> drafts, Ticket ticket) {
        List<Operation> operations = new ArrayList<>(drafts.size());
        List<Draft> refused = new ArrayList<>(0);
        ObjectNode body = Json.object();
        ArrayNode errors = body.putArray("errors");
        for (int i = 0; i < drafts.size(); i++) {
            try {
                operations.add(rules.check(drafts.get(i)));
            } catch (RefusedException e) {
                refused.add(drafts.get(i));
                for (ItemError error : e.errors()) {
                    errors.add(Json.object().put("batch_index", i).setAll(error.json()));
                }
            }
        }
        workspace.accept(operations, ticket);
        if (refused.isEmpty()) {
            return Reply.OK;
        }
        workspace.refuse(refused.size(), eventIds(refused));
        return Reply.json(options.partialFailureStatus, body);
    }

    private Reply tooLarge(int items, String message) {
        workspace.refuse(items, List.of());
        return Reply.errors(options.oversizeStatus, List.of(ItemError.invalid("body", message)));
    }

    private static List<String> eventIds(List<Draft> drafts) {
        List<String> ids = new ArrayList<>();
        for (Draft draft : drafts) {
            String id = Json.textOrNull(draft.id);
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }
}
