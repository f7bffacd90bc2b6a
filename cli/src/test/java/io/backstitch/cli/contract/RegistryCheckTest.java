package io.backstitch.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.schemas.registry.RegisteredSchema;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.registry.SchemaUnknownException;
import io.backstitch.schemas.registry.WireSchemas;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class RegistryCheckTest {
    private final Held registry = new Held();

    @Test
    void whatIsTheSameOrNotThereYetIsFine() throws Exception {
        registry.subjects.put("backstitch.receipts-value", WireSchemas.json(Receipt.class));

        RegistryCheck.Result result = RegistryCheck.of(registry, new Configuration());

        assertThat(result.changes()).isEmpty();
        assertThat(result.notes())
                .contains(
                        "backstitch.receipts-value: the same as version 3",
                        "backstitch.dead-letters-value: not registered yet");
    }

    @Test
    void aSymbolAndAFieldThatOursLackAreNamed() throws Exception {
        String newer =
                WireSchemas.json(DeadLetter.class)
                        .replace("\"DELIVER\"", "\"DELIVER\",\"ARCHIVE\"")
                        .replaceFirst(
                                "\"fields\":\\[",
                                "\"fields\":[{\"name\":\"shard\",\"type\":\"int\"},");
        registry.subjects.put("backstitch.dead-letters-value", newer);

        RegistryCheck.Result result = RegistryCheck.of(registry, new Configuration());

        assertThat(CheckText.changes(result.changes()))
                .contains("backstitch.dead-letters-value.stage: the symbol ARCHIVE was removed")
                .contains("backstitch.dead-letters-value.shard: the field was removed")
                .contains("BREAKING");
    }

    @Test
    void aRefusalByTheRegistryCountsEvenIfNoRuleOfOursSeesIt() throws Exception {
        registry.subjects.put("backstitch.receipts-value", WireSchemas.json(Receipt.class));
        registry.refuses = true;

        RegistryCheck.Result result = RegistryCheck.of(registry, new Configuration());

        assertThat(CheckText.changes(result.changes()))
                .contains("the registry's compatibility rule refuses this version's schema");
    }

    @Test
    void typesAndDefaultsAreCompared() {
        Schema before =
                record(
                        "{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":[\"null\",\"string\"]}");
        Schema after =
                record(
                        "{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"string\"},"
                                + "{\"name\":\"c\",\"type\":\"int\"},"
                                + "{\"name\":\"d\",\"type\":\"int\",\"default\":0}");

        assertThat(CheckText.changes(SchemaComparison.of("s", before, after)))
                .contains("BREAKING  s.a: the type changed from int to string")
                .contains("BREAKING  s.b: became required")
                .contains("BREAKING  s.c: a new field without default")
                .contains("added     s.d: new field");
        assertThat(SchemaComparison.of("s", before, before)).isEmpty();
    }

    private static Schema record(String fields) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
    }

    /** Holds what the test puts into it. */
    private static final class Held implements SchemaRegistry {
        private final Map<String, String> subjects = new HashMap<>();
        private boolean refuses;

        @Override
        public int register(String subject, String schemaJson) {
            throw new AssertionError("a check registers nothing");
        }

        @Override
        public int idOf(String subject, String schemaJson) {
            throw new AssertionError("not needed");
        }

        @Override
        public String schemaById(int id) {
            throw new AssertionError("not needed");
        }

        @Override
        public RegisteredSchema latest(String subject) throws SchemaUnknownException {
            if (!subjects.containsKey(subject)) {
                throw new SchemaUnknownException("no subject " + subject, null);
            }
            return new RegisteredSchema(1, 3, subjects.get(subject));
        }

        @Override
        public boolean isCompatible(String subject, String schemaJson) {
            return !refuses;
        }

        @Override
        public void close() {}
    }
}
