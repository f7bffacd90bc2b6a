package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Properties that the contract does not name: they pass as they are, first spelling first. */
final class Extras {
    private final List<String> names = new ArrayList<>();
    private final List<JsonNode> values = new ArrayList<>();

    /** Nulls say nothing and are left out; of two of the same name the first stays. */
    void add(String name, JsonNode value) {
        if (!value.isNull() && !names.contains(name)) {
            names.add(name);
            values.add(value);
        }
    }

    void forEach(BiConsumer<String, JsonNode> action) {
        for (int i = 0; i < names.size(); i++) {
            action.accept(names.get(i), values.get(i));
        }
    }

    /** Writes all but those that the slots claim and {@code claimed} says were used. */
    void write(JsonGenerator out, Slots slots, boolean claimed) throws IOException {
        for (int i = 0; i < names.size(); i++) {
            if (claimed && slots.find(names.get(i)) != Slots.NONE) {
                continue;
            }
            out.writeFieldName(Json.clean(names.get(i)));
            Json.write(out, values.get(i));
        }
    }

    void write(JsonGenerator out) throws IOException {
        write(out, null, false);
    }
}
