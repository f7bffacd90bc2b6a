package io.backstitch.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The schemas of the generated records as the registry should hold them. */
public final class WireSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JAVA_STRING = "avro.java.string";

    private WireSchemas() {}

    /**
     * A generated class's schema as JSON, without the hint that the generator adds for Java: other
     * languages register the same schema, and the same schema must have the same id.
     */
    public static String json(Class<? extends SpecificRecord> type) {
        try {
            return plain(JSON.readTree(SpecificData.get().getSchema(type).toString())).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro printed no JSON for " + type.getName(), e);
        }
    }

    private static JsonNode plain(JsonNode node) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, plain(array.get(i)));
            }
        }
        if (node instanceof ObjectNode object) {
            if (object.remove(JAVA_STRING) != null && object.size() == 1) {
                return object.get("type");
            }
            object.properties().forEach(field -> field.setValue(plain(field.getValue())));
        }
        return node;
    }
}
