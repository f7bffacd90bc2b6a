package io.backstitch.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ClimbSerializerTest {
    private static final Origin ORIGIN = new Origin("orders", 3, 42, 1_764_579_600_000L);

    @Test
    void everythingThatClimbsArrivesAsItWas() throws IOException {
        Claim claim =
                new Claim(
                        "cart_id",
                        "k",
                        "anonymous_id:w",
                        ORIGIN,
                        "mparticle",
                        "customer_id",
                        "c",
                        true,
                        7,
                        "m",
                        "f",
                        List.of("f", "g"),
                        List.of());
        Fence fence = new Fence("customer_id", "c", "anonymous_id:w", "f", List.of("g"));
        assertThat(roundTrip(claim)).isEqualTo(claim);
        assertThat(roundTrip(fence)).isEqualTo(fence);
        Handover handover =
                new Handover(
                        "customer_id",
                        "c",
                        "p",
                        ORIGIN,
                        "email",
                        "a@x.org",
                        new byte[] {1, 2},
                        List.of("lane"));
        assertThat(((Handover) roundTrip(handover)).ledger()).containsExactly(1, 2);
        Erase erase =
                new Erase(
                        "email",
                        "a@x.org",
                        ORIGIN,
                        "r",
                        List.of(new Erase.Named("email", "a@x.org")),
                        List.of("lane"));
        assertThat(roundTrip(erase)).isEqualTo(erase);
        Alias alias = new Alias(Alias.GATE, "", ORIGIN, "i", "customer_id", "old", "new", 1, 2);
        assertThat(roundTrip(alias)).isEqualTo(alias);
        assertThat(roundTrip(alias.at("old"))).isEqualTo(alias.at("old"));
        Ruling ruling =
                new Ruling("customer_id", "7", "p", ORIGIN, "a@x.org", Ruling.Verdict.REVOKED);
        assertThat(roundTrip(ruling)).isEqualTo(ruling);
        assertThat(roundTrip(ruling.to("customer_id+", "8")))
                .isEqualTo(ruling.to("customer_id+", "8"));
        Bundle bundle =
                new Bundle(
                        "anonymous_id",
                        "w",
                        null,
                        ORIGIN,
                        "mparticle",
                        "web",
                        null,
                        Ids.of("anonymous_id", "w", "cart_id", "k"),
                        List.of(new Attribute("email", null, 5, 1)),
                        List.of(
                                new Event("m1", "n", "N", 1, 2, new byte[] {'{', '}'}, null, "M"),
                                new Event(
                                        "m2",
                                        "n",
                                        "N",
                                        1,
                                        2,
                                        new byte[] {'{', '}'},
                                        new Commerce(
                                                Commerce.Kind.ORDER, "o", null, "EUR", 5L, null))),
                        9,
                        Stitch.HELD,
                        List.of("a"),
                        List.of());
        assertThat(roundTrip(bundle)).usingRecursiveComparison().isEqualTo(bundle);
    }

    @Test
    void aNewerVersionIsRefusedByName() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(8);
        out.writeByte(9);
        assertThatThrownBy(
                        () ->
                                new ClimbSerializer()
                                        .deserialize(
                                                new DataInputDeserializer(out.getCopyOfBuffer())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("versions 1 to 1")
                .hasMessageContaining("version 9");
    }

    private static Climb roundTrip(Climb record) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        new ClimbSerializer().serialize(record, out);
        return new ClimbSerializer().deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
