package io.backstitch.pipeline.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class IdentitySerializerTest {
    /** The harnesses keep state as objects: without this, only a cluster would notice. */
    @Test
    void whatAnIdentifierKnowsIsReadAsItWasWritten() throws Exception {
        IdentityState state = new IdentityState();
        Owners.Interval owned =
                new Owners.Interval(1, new Address("customer_id", "c"), true, "m", 2, 3);
        state.owners = new Owners(List.of(owned, Owners.Interval.of(4, null, true)));
        state.owners.attributedBefore = 5;
        state.transients.add(new Address("cart_id", "k"));
        state.taught.add(6L);
        state.settling = 11;
        state.held = 7;
        state.episode = 8;
        state.anonymousFrom = 9;
        state.cleanup = 10;

        IdentitySerializer serializer = new IdentitySerializer();
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(state, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        IdentityState read = serializer.deserialize(in);

        assertThat(in.available()).isZero();
        assertThat(read).usingRecursiveComparison().isEqualTo(state);
    }
}
