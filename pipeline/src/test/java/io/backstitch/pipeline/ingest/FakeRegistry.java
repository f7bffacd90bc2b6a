package io.backstitch.pipeline.ingest;

import io.backstitch.schemas.registry.RegisteredSchema;
import io.backstitch.schemas.registry.RegistryException;
import io.backstitch.schemas.registry.RegistryUnavailableException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.registry.SchemaUnknownException;
import io.backstitch.schemas.registry.WireSchemas;
import io.backstitch.schemas.wire.Order;

/** Knows the schema of orders under id 1 and perhaps another under id 2, unless it is down. */
public final class FakeRegistry implements SchemaRegistry {
    public static final int ORDER = 1;
    public static final int OTHER = 2;
    private final boolean down;
    private final String other;

    public FakeRegistry(boolean down) {
        this(down, null);
    }

    FakeRegistry(boolean down, String other) {
        this.down = down;
        this.other = other;
    }

    @Override
    public int register(String subject, String schemaJson) {
        return ORDER;
    }

    @Override
    public int idOf(String subject, String schemaJson) {
        return ORDER;
    }

    @Override
    public String schemaById(int id) throws RegistryException {
        if (down) {
            throw new RegistryUnavailableException("down", null);
        }
        if (id == OTHER && other != null) {
            return other;
        }
        if (id != ORDER) {
            throw new SchemaUnknownException("no schema " + id, null);
        }
        return WireSchemas.json(Order.class);
    }

    @Override
    public RegisteredSchema latest(String subject) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isCompatible(String subject, String schemaJson) {
        return true;
    }

    @Override
    public void close() {}
}
