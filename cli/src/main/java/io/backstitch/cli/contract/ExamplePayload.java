package io.backstitch.cli.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Examples;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import java.util.List;

/** An event or a profile as Customer.io receives it, made of the examples of its fields. */
final class ExamplePayload {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String PERSON = "42";

    private ExamplePayload() {}

    static String of(Contract contract, EventType event) {
        ObjectNode attributes = properties(contract, event.fields());
        boolean backend = event.derived() || event.name().startsWith("order_");
        attributes.put("event_id", event.derived() ? event.name() + ":c-81f2" : "m-7f3a");
        attributes.put("event_source", backend ? "backend" : "web");
        attributes.put("contract_version", contract.version());
        ObjectNode operation = person();
        operation.put("action", "event").put("name", event.name());
        operation.put("id", "01KAS8XT80QF2C5N3V7R9B1M4D").put("timestamp", 1_795_428_000L);
        operation.set("attributes", attributes);
        return print(operation);
    }

    static String ofProfile(Contract contract) {
        ObjectNode operation = person().put("action", "identify");
        operation.set("attributes", properties(contract, contract.profile()));
        return print(operation);
    }

    private static ObjectNode person() {
        ObjectNode operation = JSON.createObjectNode().put("type", "person");
        operation.putObject("identifiers").put("id", PERSON);
        return operation;
    }

    /** The fields with their examples, in the contract's order. */
    static ObjectNode properties(Contract contract, List<Field> fields) {
        ObjectNode properties = JSON.createObjectNode();
        for (Field field : fields) {
            if (field.form() == Form.ITEMS) {
                properties.putArray(field.name()).add(properties(contract, contract.item()));
            } else {
                properties.set(field.name(), parse(Examples.of(field)));
            }
        }
        return properties;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an example is not JSON: " + json, e);
        }
    }

    private static String print(ObjectNode operation) {
        try {
            return JSON.writeValueAsString(operation);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be printed", e);
        }
    }
}
