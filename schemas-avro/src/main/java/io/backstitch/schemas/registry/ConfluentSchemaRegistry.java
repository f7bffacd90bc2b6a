package io.backstitch.schemas.registry;

import io.backstitch.schemas.registry.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import io.backstitch.schemas.registry.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.backstitch.schemas.registry.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.backstitch.schemas.registry.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.backstitch.schemas.registry.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.backstitch.schemas.registry.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.backstitch.schemas.registry.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import io.backstitch.schemas.registry.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The genuine Confluent client behind {@link SchemaRegistry}: works with Confluent's registry and
 * everything that speaks its protocol (Apicurio's {@code ccompat}, Karapace, Redpanda).
 */
public final class ConfluentSchemaRegistry implements SchemaRegistry {

    private static final int CACHED_SCHEMAS = 1000;

    private static final int NOT_FOUND = 404;
    private static final String BACKWARD = "BACKWARD";

    /** Subjects that were looked after already. */
    private final Set<String> ruled = ConcurrentHashMap.newKeySet();

    private final RestService rest;
    private final CachedSchemaRegistryClient client;

    private ConfluentSchemaRegistry(RestService rest, CachedSchemaRegistryClient client) {
        this.rest = rest;
        this.client = client;
    }

    /**
     * Reads the secrets and prepares a client. Makes no request yet.
     *
     * @throws IllegalArgumentException if a file that the options name cannot be used; the message
     *     says which
     */
    public static ConfluentSchemaRegistry connect(RegistryOptions options) {
        Map<String, Object> config = ClientConfig.of(options);
        RestService rest = new RestService(options.urls());
        try {
            return new ConfluentSchemaRegistry(
                    rest,
                    new CachedSchemaRegistryClient(
                            rest,
                            CACHED_SCHEMAS,
                            List.of(new AvroSchemaProvider()),
                            config,
                            Map.of()));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "The schema registry's TLS settings do not work (truststore "
                            + options.truststore()
                            + ", keystore "
                            + options.keystore()
                            + "): "
                            + Failures.rootMessage(e));
        }
    }

    @Override
    public int register(String subject, String schemaJson) throws RegistryException {
        if (ruled.add(subject)) {
            rule(subject);
        }
        return ask(
                "register a schema under " + subject,
                () -> client.register(subject, new AvroSchema(schemaJson)));
    }

    /** Gives a subject that has no rule of its own the rule BACKWARD. */
    private void rule(String subject) {
        try {
            client.getCompatibility(subject);
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                setBackward(subject);
            }
        } catch (IOException e) {
            // Registering comes next, and says whether the registry is there.
            ruled.remove(subject);
        }
    }

    private void setBackward(String subject) {
        try {
            client.updateCompatibility(subject, BACKWARD);
        } catch (RestClientException e) {
            // Whoever may not set rules lives with the registry's own.
        } catch (IOException e) {
            ruled.remove(subject);
        }
    }

    @Override
    public int idOf(String subject, String schemaJson) throws RegistryException {
        return ask(
                "find our schema under " + subject,
                () -> client.getId(subject, new AvroSchema(schemaJson)));
    }

    @Override
    public String schemaById(int id) throws RegistryException {
        return ask("read schema " + id, () -> avroJson(id));
    }

    @Override
    public RegisteredSchema latest(String subject) throws RegistryException {
        return ask(
                "read the newest schema of " + subject,
                () -> {
                    SchemaMetadata found = client.getLatestSchemaMetadata(subject);
                    return new RegisteredSchema(
                            found.getId(), found.getVersion(), found.getSchema());
                });
    }

    @Override
    public boolean isCompatible(String subject, String schemaJson) throws RegistryException {
        try {
            return ask(
                    "check a schema against " + subject,
                    () -> client.testCompatibility(subject, new AvroSchema(schemaJson)));
        } catch (SchemaUnknownException nothingToBreak) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new IllegalStateException("Closing the schema registry's client failed", e);
        }
    }

    private String avroJson(int id) throws IOException, RestClientException {
        ParsedSchema schema;
        try {
            schema = client.getSchemaById(id);
        } catch (IOException e) {
            // The client says "invalid schema" and "no connection" with the same exception.
            SchemaString raw = rest.getId(id);
            if ("AVRO".equals(raw.getSchemaType()) && !raw.getReferences().isEmpty()) {
                throw e;
            }
            throw new SchemaUnknownException("Schema " + id + " is not a valid Avro schema", e);
        }
        return ((AvroSchema) schema).rawSchema().toString();
    }

    private interface Request<R> {
        R send() throws IOException, RestClientException;
    }

    private static <R> R ask(String what, Request<R> request) throws RegistryException {
        try {
            return request.send();
        } catch (RegistryException e) {
            throw e;
        } catch (RestClientException e) {
            throw Failures.answered(what, e);
        } catch (IOException e) {
            throw Failures.noAnswer(what, e);
        }
    }
}
