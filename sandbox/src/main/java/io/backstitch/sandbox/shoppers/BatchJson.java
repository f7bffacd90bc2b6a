package io.backstitch.sandbox.shoppers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes a batch in the shape in which mParticle forwards it ("outgoing JSON"). */
final class BatchJson {
    static final JsonFactory JSON = new JsonFactory();
    private static final String NIL = "00000000-0000-0000-0000-000000000000";

    private final JsonGenerator out;
    private final Batch batch;

    private BatchJson(JsonGenerator out, Batch batch) {
        this.out = out;
        this.batch = batch;
    }

    static byte[] bytes(Batch batch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            new BatchJson(out, batch).write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write() throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("events");
        for (ClientEvent event : batch.events()) {
            new EventJson(out, batch).write(event);
        }
        out.writeEndArray();
        Device device = batch.device();
        if (device != null) {
            device(device);
        }
        attributes();
        out.writeNullField("deleted_user_attributes");
        identities();
        out.writeNumberField("schema_version", 2);
        boolean development = batch.origin() == Batch.Origin.DEVELOPMENT;
        out.writeStringField("environment", development ? "development" : "production");
        out.writeObjectFieldStart("context");
        out.writeObjectFieldStart("data_plan");
        out.writeStringField("plan_id", "shop");
        out.writeNumberField("plan_version", 2);
        out.writeEndObject();
        out.writeEndObject();
        if (device != null && device.stamp != null) {
            out.writeStringField("mp_deviceid", device.stamp);
        }
        id("mpid", batch.mpid());
        time("timestamp_unixtime_ms", batch.receivedAt());
        id("batch_id", batch.batchId());
        out.writeStringField("message_id", batch.requestId());
        out.writeStringField("message_type", "events");
        out.writeStringField("source_request_id", batch.requestId());
        source();
        out.writeEndObject();
    }

    private void device(Device device) throws IOException {
        String platform = !device.app ? "web" : device.ios ? "iOS" : "Android";
        out.writeObjectFieldStart("device_info");
        out.writeStringField("platform", platform);
        if (device.app && device.ios) {
            out.writeStringField("brand", "iPhone");
            out.writeStringField("ios_advertising_id", NIL);
            out.writeStringField("android_advertising_id", NIL);
        } else if (device.app) {
            out.writeStringField("brand", "Pixel");
            out.writeStringField("android_advertising_id", NIL);
        }
        out.writeNumberField("timezone_offset", 1);
        out.writeEndObject();
        out.writeObjectFieldStart("application_info");
        out.writeStringField("application_name", device.app ? "Shop App" : "Shop");
        out.writeStringField("os", !device.app ? "MobileWeb" : device.ios ? "IOS" : "Android");
        out.writeEndObject();
    }

    private void attributes() throws IOException {
        out.writeObjectFieldStart("user_attributes");
        if (batch.who().profile() != null) {
            Persona persona = batch.who().profile();
            boolean camel = persona.dollarCamelCase();
            out.writeStringField(camel ? "$FirstName" : "$firstname", persona.firstName());
            out.writeStringField(camel ? "$LastName" : "$lastname", persona.lastName());
            out.writeStringField("$country", persona.country());
            if (persona.phoneTyped() != null) {
                out.writeStringField("$mobile", persona.phoneTyped());
            }
            if (persona.createdAtTyped() instanceof Long number) {
                out.writeNumberField("created_at", number);
            } else {
                out.writeStringField("created_at", (String) persona.createdAtTyped());
            }
            if (camel) {
                out.writeBooleanField("email_opt_in", true);
            } else {
                out.writeStringField("email_opt_in", "true");
            }
        }
        out.writeEndObject();
    }

    private void identities() throws IOException {
        out.writeArrayFieldStart("user_identities");
        if (batch.who().customerId() != null) {
            identity("customer_id", batch.who().customerId(), batch.numericIds());
        }
        if (batch.emailTyped() != null) {
            identity("email", batch.emailTyped(), false);
        }
        if (batch.junk() != null) {
            identity("customer_id", batch.junk(), batch.junk().equals("0") && batch.numericIds());
        }
        out.writeEndArray();
    }

    private void identity(String type, String value, boolean number) throws IOException {
        out.writeStartObject();
        out.writeStringField("identity_type", type);
        if (number) {
            out.writeNumberField("identity", Long.parseLong(value));
        } else {
            out.writeStringField("identity", value);
        }
        time("timestamp_unixtime_ms", batch.receivedAt() - 60_000);
        out.writeEndObject();
    }

    private void source() throws IOException {
        Device device = batch.device();
        String channel = device == null ? "partner" : device.app ? "native" : "javascript";
        out.writeObjectFieldStart("source_info");
        out.writeStringField("channel", channel);
        if (device == null) {
            out.writeStringField("partner", "Customer.io");
        } else {
            out.writeNullField("partner");
        }
        out.writeBooleanField("is_historical", false);
        out.writeEndObject();
    }

    private void id(String name, long value) throws IOException {
        if (batch.numericIds()) {
            out.writeNumberField(name, value);
        } else {
            out.writeStringField(name, Long.toString(value));
        }
    }

    private void time(String name, long millis) throws IOException {
        id(name, millis);
    }
}
