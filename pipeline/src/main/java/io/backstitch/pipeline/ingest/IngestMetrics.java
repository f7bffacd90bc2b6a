package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.normalise.Tally;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counters of this stage, in the metric group {@code ingest}. */
final class IngestMetrics implements Tally {
    private final Counter records;
    private final Counter poison;
    private final Counter accepted;
    private final Counter filtered;
    private final Counter refused;
    private final Counter bundles;
    private final Counter instructions;
    private final Counter learned;
    private final Counter unplaced;
    private final Counter unknown;
    private final Counter violations;
    private final Map<Kind, Counter> taken = new EnumMap<>(Kind.class);

    /** By name; no more than the contract plans. */
    private final Map<String, Counter> refusedAttributes = new HashMap<>();

    private final MetricGroup group;

    IngestMetrics(MetricGroup parent) {
        group = parent.addGroup("ingest");
        records = group.counter("recordsIn");
        poison = group.counter("recordsPoison");
        accepted = group.counter("eventsAccepted");
        filtered = group.counter("eventsFiltered");
        refused = group.counter("eventsRefused");
        bundles = group.counter("bundlesOut");
        instructions = group.counter("instructionsOut");
        learned = group.counter("feedbackLearned");
        unplaced = group.counter("feedbackUnplaced");
        unknown = group.counter("eventsOfUnknownType");
        violations = group.counter("violations");
        for (Kind kind : Kind.values()) {
            taken.put(kind, group.counter(camel(kind)));
        }
    }

    /** {@code JUNK_IDENTIFIER} to {@code junkIdentifier}. */
    private static String camel(Kind kind) {
        String[] words = kind.name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder camel = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            camel.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return camel.toString();
    }

    @Override
    public void count(Kind kind) {
        taken.get(kind).inc();
    }

    @Override
    public void refused(String attribute) {
        refusedAttributes
                .computeIfAbsent(
                        attribute,
                        name -> group.addGroup("attribute", name).counter("attributesRefused"))
                .inc();
    }

    void violation() {
        violations.inc();
    }

    void record(RecordOutput outcome) {
        records.inc();
        poison.inc(outcome.poisonRecords());
        accepted.inc(outcome.acceptedEvents());
        filtered.inc(outcome.filteredEvents());
        refused.inc(outcome.refusedEvents());
        bundles.inc(outcome.bundles().size());
        instructions.inc(outcome.instructions().size());
        learned.inc(outcome.learnedFeedbacks());
        unplaced.inc(outcome.unplacedFeedbacks());
        unknown.inc(outcome.unknownTypes());
    }
}
