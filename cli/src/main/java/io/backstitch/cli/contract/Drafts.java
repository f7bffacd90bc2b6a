package io.backstitch.cli.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.Names;
import java.util.LinkedHashMap;
import java.util.Map;

/** The packaged schemas and those that are being added, by file. */
final class Drafts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, SchemaDraft> files = new LinkedHashMap<>();

    Drafts() {
        Contract.packagedSchemas()
                .forEach((name, text) -> files.put(name, new SchemaDraft(parse(text))));
    }

    private static ObjectNode parse(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a packaged schema is not JSON", e);
        }
    }

    SchemaDraft item() {
        return files.get("Item.avsc");
    }

    SchemaDraft profile() {
        return files.get("Profile.avsc");
    }

    /** The event that a spelling means, or null. */
    SchemaDraft event(String spelling) {
        String folded = Names.foldEvent(spelling);
        for (SchemaDraft draft : files.values()) {
            if (draft.event() != null && draft.isCalled(folded)) {
                return draft;
            }
        }
        return null;
    }

    /** A new event, in a file that no other has. */
    SchemaDraft add(String event, String doc) {
        String record = PlanNames.pascal(event);
        while (files.containsKey(record + ".avsc")) {
            record += "Event";
        }
        SchemaDraft draft = SchemaDraft.event(record, event, doc);
        files.put(record + ".avsc", draft);
        return draft;
    }

    /** What differs from the package, by file. */
    Map<String, ObjectNode> touched() {
        Map<String, ObjectNode> touched = new LinkedHashMap<>();
        files.forEach(
                (name, draft) -> {
                    if (draft.isTouched()) {
                        touched.put(name, draft.json());
                    }
                });
        return touched;
    }
}
