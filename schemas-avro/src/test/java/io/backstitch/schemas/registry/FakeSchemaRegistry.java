package io.backstitch.schemas.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;

/** A registry in memory with the rule BACKWARD, that can be switched off and counts its calls. */
public final class FakeSchemaRegistry implements SchemaRegistry {

    private final List<String> schemas = new ArrayList<>();
    private final Map<String, List<Integer>> subjects = new HashMap<>();
    private boolean down;
    private int calls;

    public void setDown(boolean isDown) {
        down = isDown;
    }

    public int calls() {
        return calls;
    }

    @Override
    public synchronized int register(String subject, String schemaJson) throws RegistryException {
        if (!isCompatible(subject, schemaJson)) {
            throw new SchemaRefusedException("Incompatible with " + subject, null);
        }
        List<Integer> versions = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
        int id = schemas.indexOf(schemaJson) + 1;
        if (id == 0) {
            schemas.add(schemaJson);
            id = schemas.size();
        }
        if (!versions.contains(id)) {
            versions.add(id);
        }
        return id;
    }

    @Override
    public synchronized int idOf(String subject, String schemaJson) throws RegistryException {
        answer();
        int id = schemas.indexOf(schemaJson) + 1;
        if (!subjects.getOrDefault(subject, List.of()).contains(id)) {
            throw new SchemaUnknownException("Not under " + subject, null);
        }
        return id;
    }

    @Override
    public synchronized String schemaById(int id) throws RegistryException {
        answer();
        if (id < 1 || id > schemas.size()) {
            throw new SchemaUnknownException("No schema " + id, null);
        }
        return schemas.get(id - 1);
    }

    @Override
    public synchronized RegisteredSchema latest(String subject) throws RegistryException {
        answer();
        List<Integer> versions = subjects.get(subject);
        if (versions == null) {
            throw new SchemaUnknownException("No subject " + subject, null);
        }
        int id = versions.get(versions.size() - 1);
        return new RegisteredSchema(id, versions.size(), schemas.get(id - 1));
    }

    @Override
    public synchronized boolean isCompatible(String subject, String schemaJson)
            throws RegistryException {
        answer();
        List<Integer> versions = subjects.get(subject);
        if (versions == null) {
            return true;
        }
        Schema before = parse(schemas.get(versions.get(versions.size() - 1) - 1));
        try {
            new SchemaValidatorBuilder()
                    .canReadStrategy()
                    .validateLatest()
                    .validate(parse(schemaJson), List.of(before));
            return true;
        } catch (SchemaValidationException e) {
            return false;
        }
    }

    @Override
    public void close() {}

    private void answer() throws RegistryUnavailableException {
        calls++;
        if (down) {
            throw new RegistryUnavailableException("The registry is switched off", null);
        }
    }

    private static Schema parse(String json) {
        return new Schema.Parser().parse(json);
    }
}
