package io.backstitch.cli.preflight;

import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegisteredSchema;
import io.backstitch.schemas.registry.RegistryException;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.registry.SchemaUnknownException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The schemas of a sample's files, under ids of their own; everything else is a real registry's.
 */
final class SampleRegistry implements SchemaRegistry {
    /** Above what registries give out. */
    static final int FIRST_ID = 2_000_000_000;

    private final Map<Integer, String> schemas;
    private final SchemaRegistry other;

    /**
     * @param where the real one, or null
     */
    SampleRegistry(Map<Integer, String> schemas, RegistryOptions where) {
        this.schemas = new TreeMap<>(schemas);
        this.other = where == null ? null : ConfluentSchemaRegistry.connect(where);
    }

    @Override
    public String schemaById(int id) throws RegistryException {
        String schema = schemas.get(id);
        if (schema != null) {
            return schema;
        }
        if (other == null) {
            throw new SchemaUnknownException("schema " + id + ": no registry was given", null);
        }
        return other.schemaById(id);
    }

    @Override
    public int register(String subject, String schemaJson) {
        throw new UnsupportedOperationException("a sample is only read");
    }

    @Override
    public int idOf(String subject, String schemaJson) {
        throw new UnsupportedOperationException("a sample is only read");
    }

    @Override
    public RegisteredSchema latest(String subject) throws RegistryException {
        if (other == null) {
            throw new SchemaUnknownException(subject + ": no registry was given", null);
        }
        return other.latest(subject);
    }

    @Override
    public boolean isCompatible(String subject, String schemaJson) {
        throw new UnsupportedOperationException("a sample is only read");
    }

    @Override
    public void close() {
        if (other != null) {
            other.close();
        }
    }
}
