package io.backstitch.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code tables.sql} are those that the wire schemas say. Run it with {@code
 * -Dbackstitch.docs.write=true} after changing a schema.
 */
class TablesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEGIN = "-- tables: begin\n";
    private static final String END = "-- tables: end\n";
    private static final Path FOLDER = Path.of(System.getProperty("basedir", "."));

    @Test
    void areTheWireSchemas() throws IOException {
        Path file = FOLDER.resolve("tables.sql");
        String text = Files.readString(file);
        String tables =
                table("Receipt", "receipts", "backstitch.receipts")
                        + table("DeadLetter", "dead_letters", "backstitch.dead-letters")
                        + table("IdentityAudit", "identity_audit", "backstitch.identity-audit")
                        + table("BalanceAudit", "balance", "backstitch.audit")
                        + table("Violation", "violations", "backstitch.violations");
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (Boolean.getBoolean("backstitch.docs.write")) {
            Files.writeString(file, text.substring(0, begin) + tables + text.substring(end));
            return;
        }
        assertThat(text.substring(begin, end))
                .as("write it anew with -Dbackstitch.docs.write=true")
                .isEqualTo(tables);
    }

    private static String table(String name, String view, String topic, String... more)
            throws IOException {
        JsonNode schema =
                JSON.readTree(
                        FOLDER.resolve("../schemas-avro/src/main/avro/wire/" + name + ".avsc")
                                .toFile());
        List<String> columns = new ArrayList<>();
        for (JsonNode field : schema.get("fields")) {
            columns.add("    `" + field.get("name").asText() + "` " + nullable(field.get("type")));
        }
        columns.addAll(List.of(more));
        strip(schema);
        return "CREATE TABLE "
                + view
                + "_topic (\n"
                + String.join(",\n", columns)
                + "\n) WITH (\n"
                + "    'connector' = 'kafka',\n"
                + ("    'topic' = '" + topic + "',\n")
                + "    'properties.bootstrap.servers' = '127.0.0.1:9092',\n"
                + "    'scan.startup.mode' = 'earliest-offset',\n"
                + "    'scan.bounded.mode' = 'latest-offset',\n"
                + "    'format' = 'avro-confluent',\n"
                + "    'avro-confluent.url' = 'http://127.0.0.1:8085/apis/ccompat/v7',\n"
                + ("    'avro-confluent.schema' = '" + JSON.writeValueAsString(schema) + "'\n")
                + ");\n\n";
    }

    private static String nullable(JsonNode type) {
        return type.isArray() ? type(type.get(1)) : type(type) + " NOT NULL";
    }

    private static String type(JsonNode type) {
        String word = type.isTextual() ? type.asText() : type.get("type").asText();
        return switch (word) {
            case "string", "enum" -> "STRING";
            case "boolean" -> "BOOLEAN";
            case "int" -> "INT";
            case "long" -> type.has("logicalType") ? "TIMESTAMP(3)" : "BIGINT";
            case "bytes" -> "BYTES";
            case "map" -> "MAP<STRING NOT NULL, " + nullable(type.get("values")) + ">";
            case "array" -> "ARRAY<" + nullable(type.get("items")) + ">";
            case "record" -> row(type);
            default -> throw new IllegalArgumentException("No SQL type for " + type);
        };
    }

    private static String row(JsonNode record) {
        List<String> fields = new ArrayList<>();
        for (JsonNode field : record.get("fields")) {
            fields.add("`" + field.get("name").asText() + "` " + nullable(field.get("type")));
        }
        return "ROW<" + String.join(", ", fields) + ">";
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("doc");
        }
        node.forEach(TablesTest::strip);
    }
}
