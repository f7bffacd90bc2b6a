package io.backstitch.pipeline.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Fence;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class IdentitySerializerTest {
    @Test
    void everythingKnownOfAnIdentifierIsRestoredAsItWas() throws Exception {
        IdentityState state = new IdentityState();
        Address owner = new Address("customer_id", "c");
        state.owners.learn(10, 20, owner, true, "mpid");
        state.owners.learn(30, 30, null, true, null);
        state.owners.attribute(5);
        state.owners.attribute(15);
        state.shared = true;
        state.tried.add(3L);
        state.transients.add(new Address("cart_id", "k"));
        state.taught.put(-1L, 4L);
        state.settling = 2;
        state.held = 3;
        state.heldBytes = 4_000_000_000L;
        state.episode = 5;
        state.anonymousFrom = 6;
        state.cleanup = 7;
        state.lastUse = 20_400;
        state.lifeEnds = 8;
        state.arrived.add("fence");
        state.pending.add(new Fence("email", "e", "p", "f", List.of("g")));
        IdentityState.Queue queue = new IdentityState.Queue();
        queue.awaits.add("w");
        queue.bundles.add(new Shopper().view("m", 1, "anonymous_id", "w").onPath("p"));
        state.queues.put("p", queue);

        assertThat(restored(state)).usingRecursiveComparison().isEqualTo(state);
        assertThat(restored(new IdentityState()))
                .usingRecursiveComparison()
                .isEqualTo(new IdentityState());
    }

    private static IdentityState restored(IdentityState state) throws Exception {
        IdentitySerializer serializer = new IdentitySerializer();
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(state, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        IdentityState read = serializer.deserialize(in);
        assertThat(in.available()).isZero();
        return read;
    }
}
