package io.backstitch.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * The data contract: planned events, the item, the profile. Immutable and checked: names and
 * synonyms are unambiguous, every field is documented and has a form.
 */
public final class Contract {
    private final String version;
    private final List<EventType> events;
    private final List<Field> item;
    private final List<Field> profile;
    private final List<String> profileUsedBy;

    private Contract(
            String version,
            List<EventType> events,
            List<Field> item,
            List<Field> profile,
            List<String> profileUsedBy) {
        this.version = version;
        this.events = List.copyOf(events);
        this.item = item;
        this.profile = profile;
        this.profileUsedBy = profileUsedBy;
    }

    /** The contract that is packaged with Backstitch. */
    public static Contract packaged() {
        List<String> faults = new ArrayList<>();
        ContractFiles files = ContractFiles.packaged(faults);
        return build("of this package", files, faults);
    }

    /**
     * The packaged contract, with the schemas of a directory in place of those of the same file
     * name, and added to them. The directory holds {@code *.avsc} files and a {@code contract.json}
     * with its {@code version}.
     *
     * @throws ContractException with all faults
     */
    public static Contract extendedBy(Path directory) {
        List<String> faults = new ArrayList<>();
        ContractFiles files = ContractFiles.packaged(faults).overlaidBy(directory, faults);
        return build("in " + directory, files, faults);
    }

    /** The contract of the last release; it is packaged too, so that changes can be judged. */
    public static Contract released() {
        List<String> faults = new ArrayList<>();
        return build("of the last release", ContractFiles.released(faults), faults);
    }

    /**
     * The contract of the last release with a directory on top of it, as {@link #extendedBy}: what
     * somebody with schemas of their own released last.
     *
     * @throws ContractException with all faults
     */
    public static Contract releasedExtendedBy(Path directory) {
        List<String> faults = new ArrayList<>();
        ContractFiles files = ContractFiles.released(faults).overlaidBy(directory, faults);
        return build("in " + directory, files, faults);
    }

    /** The packaged schemas as JSON text by file name, in the order in which they are read. */
    public static Map<String, String> packagedSchemas() {
        Map<String, String> texts = new LinkedHashMap<>();
        ContractFiles files = ContractFiles.packaged(new ArrayList<>());
        files.schemas().forEach((name, schema) -> texts.put(name, schema.toString()));
        return texts;
    }

    private static Contract build(String where, ContractFiles files, List<String> faults) {
        SchemaReader reader = new SchemaReader(faults);
        Schema.Parser parser = new Schema.Parser();
        List<EventType> events = new ArrayList<>();
        List<Field> item = List.of();
        List<Field> profile = List.of();
        List<String> profileUsedBy = List.of();
        for (Map.Entry<String, JsonNode> file : files.schemas().entrySet()) {
            Schema schema = parse(parser, file.getKey(), file.getValue(), faults);
            if (schema == null) {
                continue;
            }
            if (schema.getObjectProp("event") != null) {
                events.add(reader.event(file.getKey(), schema));
            } else if (schema.getName().equals("Item")) {
                item = reader.fields(file.getKey(), schema);
            } else if (schema.getName().equals("Profile")) {
                profile = reader.fields(file.getKey(), schema);
                profileUsedBy = reader.usedBy(file.getKey(), schema);
            } else {
                faults.add(file.getKey() + ": is neither Item nor Profile and names no event");
            }
        }
        checkNames(events, item, profile, faults);
        if (!faults.isEmpty()) {
            throw new ContractException(where, faults);
        }
        return new Contract(files.version(), events, item, profile, profileUsedBy);
    }

    private static Schema parse(
            Schema.Parser parser, String file, JsonNode json, List<String> faults) {
        try {
            Schema schema = parser.parse(json.toString());
            if (schema.getType() == Schema.Type.RECORD) {
                return schema;
            }
            faults.add(file + ": must be a record");
        } catch (SchemaParseException | org.apache.avro.AvroTypeException e) {
            faults.add(file + ": not an Avro schema: " + e.getMessage());
        }
        return null;
    }

    private static void checkNames(
            List<EventType> events, List<Field> item, List<Field> profile, List<String> faults) {
        if (item.isEmpty()) {
            faults.add("Item.avsc: missing or without fields");
        }
        if (profile.isEmpty()) {
            faults.add("Profile.avsc: missing or without fields");
        }
        Map<String, String> taken = new HashMap<>();
        for (EventType event : events) {
            claim(taken, Names.foldEvent(event.name()), event.name(), "event", faults);
            for (String synonym : event.synonyms()) {
                claim(taken, Names.foldEvent(synonym), event.name(), "event", faults);
            }
            checkFields(event.name(), event.fields(), faults);
        }
        checkFields("Item", item, faults);
        checkFields("Profile", profile, faults);
    }

    private static void checkFields(String where, List<Field> fields, List<String> faults) {
        Map<String, String> taken = new HashMap<>();
        for (Field field : fields) {
            claim(taken, Names.fold(field.name()), field.name(), where, faults);
            for (String synonym : field.synonyms()) {
                claim(taken, Names.fold(synonym), field.name(), where, faults);
            }
            for (String synonym : field.itemSynonyms()) {
                claim(taken, Names.fold(synonym), field.name(), where, faults);
            }
        }
    }

    private static void claim(
            Map<String, String> taken,
            String folded,
            String owner,
            String where,
            List<String> faults) {
        String other = taken.putIfAbsent(folded, owner);
        if (folded.isEmpty() || (other != null && !other.equals(owner))) {
            faults.add(
                    where
                            + ": the spelling '"
                            + folded
                            + "' would mean both "
                            + other
                            + " and "
                            + owner);
        }
    }

    /** Version of the contract, e.g. {@code 1.0.0}; carried by every delivered event. */
    public String version() {
        return version;
    }

    /** All planned events. */
    public List<EventType> events() {
        return events;
    }

    /** Fields of an item. */
    public List<Field> item() {
        return item;
    }

    /** Journeys that rely on profile attributes. */
    public List<String> profileUsedBy() {
        return profileUsedBy;
    }

    /** Profile attributes. */
    public List<Field> profile() {
        return profile;
    }
}
