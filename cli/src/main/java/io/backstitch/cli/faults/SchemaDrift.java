package io.backstitch.cli.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.schemas.registry.WireSchemas;
import io.backstitch.schemas.wire.Order;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** The sources change their schemas: additions are taken, what breaks becomes dead letters. */
final class SchemaDrift implements Fault {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "schema-drift";
    }

    @Override
    public String what() {
        return "fields added (taken), removed, renamed and retyped (dead letters), mid-run";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.shop(0.3);
        Schema newer = new Schema.Parser().parse(withOneMoreField());
        int id = scene.stage().registry().register("orders-value", newer.toString());
        int[] additions = {0};
        scene.writeBy(
                (tape, next) -> {
                    if (next.isOrder()) {
                        additions[0]++;
                        tape.write(next, next.partition(), newer(newer, id, next.order()));
                    } else if (!next.onlyForTheClock() && next.value()[0] == '{') {
                        additions[0]++;
                        byte[] value = next.value();
                        String added = "{\"brand_new\":{\"a\":[1,\"b\"]},";
                        tape.write(
                                next,
                                next.partition(),
                                Stranger.bytes(added + Stranger.text(value).substring(1)));
                    } else {
                        tape.write(next);
                    }
                });
        scene.shop(0.5);
        breakOrders(scene);
        breakEvents(scene);
        scene.shop(1);
        scene.injected("records with additions", additions[0]);
        scene.injected("records that break", scene.tape().extras().size());
        scene.recovering();
    }

    private static String withOneMoreField() throws IOException {
        ObjectNode schema = (ObjectNode) JSON.readTree(WireSchemas.json(Order.class));
        ObjectNode field = ((ArrayNode) schema.path("fields")).addObject();
        field.put("name", "gift_note").putArray("type").add("null").add("string");
        field.putNull("default");
        return schema.toString();
    }

    private static byte[] newer(Schema schema, int id, Order order) {
        try {
            GenericRecord record = new GenericData.Record(schema);
            for (Schema.Field field : order.getSchema().getFields()) {
                record.put(field.name(), generic(order.get(field.pos()), schema, field.name()));
            }
            record.put("gift_note", "With love");
            return framed(schema, id, record);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("writing to memory failed", e);
        }
    }

    private static Object generic(Object value, Schema schema, String field) {
        if (value instanceof java.time.Instant time) {
            return time.toEpochMilli();
        }
        if (value instanceof Enum<?> word) {
            return new GenericData.EnumSymbol(schema.getField(field).schema(), word.name());
        }
        return value;
    }

    static byte[] framed(Schema schema, int id, GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    /** Orders written with schemas that cannot become ours. */
    private static void breakOrders(Scene scene) throws Exception {
        String[] fields = {
            "{\"name\":\"order_number\",\"type\":\"string\"}", // renamed
            "{\"name\":\"order_id\",\"type\":\"long\"}", // another type
            "{\"name\":\"order_id\",\"type\":{\"type\":\"map\",\"values\":\"string\"}}",
            "{\"name\":\"anything\",\"type\":\"int\"}" // removed
        };
        for (int i = 0; i < fields.length; i++) {
            Schema schema =
                    new Schema.Parser()
                            .parse(
                                    "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":"
                                            + "\"io.backstitch.schemas.wire\",\"fields\":["
                                            + fields[i]
                                            + "]}");
            // Their own subjects: the registry would refuse them under the right one.
            int id = scene.stage().registry().register("drifted-" + i, schema.toString());
            GenericRecord record = new GenericData.Record(schema);
            Schema.Type type = schema.getFields().get(0).schema().getType();
            record.put(
                    0,
                    switch (type) {
                        case STRING -> "1001";
                        case LONG -> 1001L;
                        case INT -> 1001;
                        default -> java.util.Map.of("id", "1001");
                    });
            scene.tape()
                    .extra(
                            Simulation.ORDERS_TOPIC,
                            i % Stage.PARTITIONS,
                            scene.now(),
                            framed(schema, id, record),
                            "an order with drifted field " + i,
                            "undecodable",
                            1);
        }
    }

    /** Events that lack or distort what the contract requires. */
    private static void breakEvents(Scene scene) {
        String[][] attributes = {
            {"{\"productIdentifier\":\"p-1\"}", "missing_property"},
            {"{\"name\":\"Mug\"}", "missing_property"},
            {"{\"product_id\":{\"id\":\"p-1\"}}", "wrong_type"},
            {"{\"product_id\":[\"p-1\"]}", "wrong_type"}
        };
        for (int i = 0; i < attributes.length; i++) {
            long time = scene.now();
            String id = "drift-" + scene.seed() + "-" + i;
            String event =
                    Stranger.event(
                            "product_viewed", id, Long.toString(time - 2_000), attributes[i][0]);
            scene.tape()
                    .extra(
                            Simulation.BATCHES_TOPIC,
                            i % Stage.PARTITIONS,
                            time,
                            Stranger.bytes(Stranger.batch(event, time, id)),
                            "an event with drifted field " + i,
                            attributes[i][1],
                            1);
        }
    }
}
