package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ReadableConfig;

/** Which topic holds which format, and the formats there are. Not thread-safe: one per task. */
final class Formats {
    /** Makes a format. */
    private interface Maker {
        Format make(Tools tools);
    }

    /** All formats, by the name that configuration knows them by. */
    private static final Map<String, Maker> KNOWN =
            new TreeMap<>(
                    Map.of(
                            BatchReader.SOURCE, BatchReader::new,
                            SegmentReader.SOURCE, SegmentReader::new,
                            OrderReader.SOURCE, OrderReader::new,
                            ErasureReader.SOURCE, ErasureReader::new));

    /**
     * What formats are made of.
     *
     * @param levels names of the identity levels, lowest first
     * @param registry where Avro schemas are looked up
     */
    record Tools(
            ReadableConfig options,
            List<String> levels,
            Normaliser normaliser,
            SchemaRegistry registry) {}

    /**
     * One line of the configuration: what these topics hold.
     *
     * @param mapping the mapping file of orders in a form of the shop's own, or null
     */
    record Assignment(TopicName topic, String format, String mapping) {
        Format make(Tools tools) {
            return mapping == null
                    ? KNOWN.get(format).make(tools)
                    : new MappedOrderReader(tools, OrderMappingFile.load(Path.of(mapping)));
        }

        /** What tells formats apart: two mappings are two. */
        String key() {
            return mapping == null ? format : format + " by " + mapping;
        }
    }

    private final List<Assignment> assignments;
    private final Map<String, Format> made = new LinkedHashMap<>();
    private final Map<String, Format> byTopic = new HashMap<>();

    Formats(Tools tools) {
        this.assignments = assignments(tools.options());
        for (Assignment assignment : assignments) {
            made.computeIfAbsent(assignment.key(), key -> assignment.make(tools));
        }
    }

    /** The format of a topic, or null if nobody said what it holds; an exact name goes first. */
    Format of(String topic) {
        return byTopic.computeIfAbsent(topic, this::find);
    }

    private Format find(String topic) {
        Format found = null;
        for (Assignment assignment : assignments) {
            if (assignment.topic().matches(topic)) {
                if (!assignment.topic().isPattern()) {
                    return made.get(assignment.key());
                }
                found = found == null ? made.get(assignment.key()) : found;
            }
        }
        return found;
    }

    /** What is expected instead of an unknown topic, for people. */
    String expected() {
        List<String> topics = new ArrayList<>();
        assignments.forEach(assignment -> topics.add(assignment.topic().text()));
        return String.join(" or ", topics);
    }

    /** The options of single topics, then the list. */
    static List<Assignment> assignments(ReadableConfig options) {
        List<Assignment> all = new ArrayList<>();
        add(all, options.get(IngestOptions.MPARTICLE_TOPIC), BatchReader.SOURCE);
        for (String topic : options.get(IngestOptions.SEGMENT_TOPICS)) {
            add(all, topic, SegmentReader.SOURCE);
        }
        add(all, options.get(IngestOptions.ERASURE_TOPIC), ErasureReader.SOURCE);
        add(all, options.get(IngestOptions.ORDERS_TOPIC), OrderReader.SOURCE);
        for (String line : options.get(IngestOptions.FORMATS)) {
            int equals = line.indexOf('=');
            add(
                    all,
                    equals < 0 ? line : line.substring(0, equals),
                    equals < 0 ? "" : line.substring(equals + 1).strip());
        }
        for (String line : options.get(IngestOptions.ORDER_MAPPINGS)) {
            int equals = line.indexOf('=');
            String topic = equals < 0 ? line : line.substring(0, equals);
            String file = equals < 0 ? "" : line.substring(equals + 1).strip();
            all.add(new Assignment(new TopicName(topic.strip()), OrderReader.SOURCE, file));
        }
        return all;
    }

    private static void add(List<Assignment> all, String topic, String format) {
        if (topic != null && !topic.isBlank()) {
            all.add(new Assignment(new TopicName(topic.strip()), format, null));
        }
    }

    /** What is wrong with the assignments, one sentence each. */
    static List<String> faults(ReadableConfig options) {
        List<String> faults = new ArrayList<>();
        Map<String, String> taken = new HashMap<>();
        for (Assignment assignment : assignments(options)) {
            String topic = assignment.topic().text();
            if (!assignment.topic().isLegal()) {
                faults.add(
                        IngestOptions.FORMATS.key()
                                + ": '"
                                + topic
                                + "' is no name of a topic; expected letters, digits, '.', '_', '-',"
                                + " and '*' for any part");
            }
            if (!KNOWN.containsKey(assignment.format())) {
                faults.add(
                        IngestOptions.FORMATS.key()
                                + ": "
                                + topic
                                + " is given no known format; expected "
                                + topic
                                + "=FORMAT with one of "
                                + String.join(", ", KNOWN.keySet()));
            }
            String other = taken.putIfAbsent(topic, assignment.format());
            if (other != null) {
                faults.add(
                        IngestOptions.FORMATS.key()
                                + ": the topic "
                                + topic
                                + " is named twice, as "
                                + other
                                + " and as "
                                + assignment.format());
            }
        }
        for (Assignment assignment : assignments(options)) {
            if (assignment.mapping() != null) {
                addMappingFaults(assignment, faults);
            }
        }
        if (taken.isEmpty()) {
            faults.add(
                    IngestOptions.FORMATS.key()
                            + ": no topic is read; name one, e.g. events=segment");
        }
        return faults;
    }

    private static void addMappingFaults(Assignment assignment, List<String> faults) {
        String key = IngestOptions.ORDER_MAPPINGS.key() + ": ";
        if (assignment.mapping().isEmpty()) {
            String topic = assignment.topic().text();
            faults.add(key + topic + " is given no file; expected " + topic + "=FILE");
            return;
        }
        for (String fault : OrderMappingFile.faults(Path.of(assignment.mapping()))) {
            faults.add(key + assignment.mapping() + ": " + fault);
        }
    }
}
