package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Properties that the contract does not name: they pass as they are, first spelling first. */
final class Extras {
    private final List<String> names = new ArrayList<>();
    private final List<JsonNode> values = new ArrayList<>();

    /**
     * Nulls say nothing and are left out; of two of the same name the first stays.
     *
     * @param name without broken surrogates
     */
    void add(String name, JsonNode value) {
        if (!value.isNull() && !names.contains(name)) {
            names.add(name);
            values.add(value);
        }
    }

    int size() {
        return names.size();
    }

    String name(int at) {
        return names.get(at);
    }

    /** What it takes to write one, with its name and punctuation. */
    int bytes(int at) {
        int name = Json.bytes(TextNode.valueOf(names.get(at))).length;
        return name + Json.bytes(values.get(at)).length + 2;
    }

    /** The one that takes most bytes; the first of equals. */
    int largest() {
        int largest = 0;
        int most = -1;
        for (int i = 0; i < names.size(); i++) {
            int bytes = bytes(i);
            if (bytes > most) {
                most = bytes;
                largest = i;
            }
        }
        return largest;
    }

    void remove(int at) {
        names.remove(at);
        values.remove(at);
    }

    void remove(String name) {
        int at = names.indexOf(name);
        if (at >= 0) {
            remove(at);
        }
    }

    JsonNode value(int at) {
        return values.get(at);
    }

    /** Takes away what the slots claim. */
    void removeAll(Slots slots) {
        for (int i = names.size() - 1; i >= 0; i--) {
            if (slots.find(names.get(i)) != Slots.NONE) {
                remove(i);
            }
        }
    }

    void write(JsonGenerator out) throws IOException {
        for (int i = 0; i < names.size(); i++) {
            out.writeFieldName(names.get(i));
            Json.write(out, values.get(i));
        }
    }
}
