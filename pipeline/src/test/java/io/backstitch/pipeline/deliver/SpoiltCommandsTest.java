package io.backstitch.pipeline.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.backstitch.pipeline.Mutator;
import io.backstitch.pipeline.deliver.ControlReader.BadCommandException;
import io.backstitch.pipeline.record.Control;
import io.backstitch.pipeline.record.ControlSerializer;
import io.backstitch.pipeline.record.Operation;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Commands, spoilt in thousands of ways: each is a command that can be kept, or is refused. */
class SpoiltCommandsTest {
    private static final int MUTANTS = Integer.getInteger("backstitch.fuzz", 4000);
    private static final ControlSerializer SERIALIZER = new ControlSerializer();
    private static final long NOW = 1_795_428_000_000L;

    @Test
    void everyCommandIsTakenOrRefusedHoweverItIsSpoilt() throws Exception {
        Operation event = Ops.event("id:1", "01J00000000000000000000ABC", 2);
        String body = TextNode.valueOf(new String(event.body(), UTF_8)).toString();
        List<String> commands =
                List.of(
                        "{\"command\":\"pause\",\"families\":[\"a\",\"b\"],\"at\":17}",
                        "{\"command\":\"resume\"}",
                        "{\"command\":\"deliver\",\"operation\":"
                                + OperationText.write("deliver-1", event)
                                + ",\"body\":"
                                + body
                                + ",\"at\":1795427400000}");
        Mutator mutator = new Mutator(7);
        int taken = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] value = mutator.json(commands.get(i % commands.size()));
            String as = "7#" + i + " " + new String(value, UTF_8);
            try {
                kept(as, ControlReader.read(value, NOW));
                taken++;
            } catch (BadCommandException e) {
                assertThat(e.reason).as(as).isNotBlank();
                assertThat(e.getMessage()).as(as).isNotBlank();
            } catch (Exception e) {
                throw new AssertionError(as, e);
            }
        }
        assertThat(taken).isBetween(MUTANTS / 10, MUTANTS * 9 / 10);
    }

    private static void kept(String as, Control command) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        SERIALIZER.serialize(command, out);
        byte[] first = out.getCopyOfBuffer();
        DataOutputSerializer again = new DataOutputSerializer(64);
        SERIALIZER.serialize(SERIALIZER.deserialize(new DataInputDeserializer(first)), again);
        assertThat(again.getCopyOfBuffer()).as(as).isEqualTo(first);
    }
}
