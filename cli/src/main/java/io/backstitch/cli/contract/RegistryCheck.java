package io.backstitch.cli.contract;

import io.backstitch.cli.contract.Change.Weight;
import io.backstitch.pipeline.kafka.KafkaOptions;
import io.backstitch.schemas.registry.RegisteredSchema;
import io.backstitch.schemas.registry.RegistryException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.registry.SchemaUnknownException;
import io.backstitch.schemas.registry.Subjects;
import io.backstitch.schemas.registry.WireSchemas;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Violation;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ReadableConfig;

/** Compares the schemas of the topics that Backstitch writes with those that a registry holds. */
final class RegistryCheck {
    private final SchemaRegistry registry;
    private final List<Change> changes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private RegistryCheck(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * What was found.
     *
     * @param changes from what the registry holds to what this version writes
     * @param notes subjects that are the same, or not there yet
     */
    record Result(List<Change> changes, List<String> notes) {}

    /**
     * Only asks, and registers nothing.
     *
     * @param config names of topics
     * @throws RegistryException if the registry does not answer
     */
    static Result of(SchemaRegistry registry, ReadableConfig config) throws RegistryException {
        RegistryCheck check = new RegistryCheck(registry);
        check.subject(config.get(KafkaOptions.RECEIPTS_TOPIC), Receipt.class);
        check.subject(config.get(KafkaOptions.DEAD_LETTERS_TOPIC), DeadLetter.class);
        check.subject(config.get(KafkaOptions.IDENTITY_AUDIT_TOPIC), IdentityAudit.class);
        check.subject(config.get(KafkaOptions.AUDIT_TOPIC), BalanceAudit.class);
        if (config.get(KafkaOptions.VIOLATIONS_TOPIC) != null) {
            check.subject(config.get(KafkaOptions.VIOLATIONS_TOPIC), Violation.class);
        }
        return new Result(List.copyOf(check.changes), List.copyOf(check.notes));
    }

    private void subject(String topic, Class<? extends SpecificRecord> type)
            throws RegistryException {
        String subject = Subjects.ofValue(topic);
        RegisteredSchema latest;
        try {
            latest = registry.latest(subject);
        } catch (SchemaUnknownException e) {
            notes.add(subject + ": not registered yet");
            return;
        }
        String ours = WireSchemas.json(type);
        List<Change> found =
                SchemaComparison.of(
                        subject,
                        new Schema.Parser().parse(latest.schemaJson()),
                        new Schema.Parser().parse(ours));
        changes.addAll(found);
        boolean named = Change.heaviest(found) == Weight.BREAKING;
        if (!named && !registry.isCompatible(subject, ours)) {
            changes.add(
                    new Change(
                            Weight.BREAKING,
                            subject,
                            "the registry's compatibility rule refuses this version's schema",
                            List.of()));
        } else if (found.isEmpty()) {
            notes.add(subject + ": the same as version " + latest.version());
        }
    }
}
