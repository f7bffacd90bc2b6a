package io.backstitch.pipeline.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.backstitch.pipeline.deliver.ControlReader.BadCommandException;
import io.backstitch.pipeline.record.Control;
import io.backstitch.pipeline.record.Control.Pause;
import io.backstitch.pipeline.record.ControlSerializer;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.wire.DeadLetter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlReaderTest {
    private static final long NOW = 1_795_428_000_000L;

    @Test
    void commandsSayWhatAndSinceWhen() throws Exception {
        assertThat(read("{\"command\":\"pause\",\"families\":[\"a\",\"b\"],\"at\":17}"))
                .isEqualTo(new Pause(true, List.of("a", "b"), 17));
        assertThat(read("{\"command\":\"resume\"}")).isEqualTo(new Pause(false, List.of(), NOW));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                             | not_object",
                "{\"command\":                                  | not_json",
                "[]                                             | not_object",
                "{}                                             | unknown_command",
                "{\"command\":\"stop\"}                         | unknown_command",
                "{\"command\":7}                                | unknown_command",
                "{\"command\":\"pause\",\"families\":[]}        | wrong_type",
                "{\"command\":\"pause\",\"families\":\"a\"}     | wrong_type",
                "{\"command\":\"pause\",\"families\":null}      | wrong_type",
                "{\"command\":\"pause\",\"families\":{}}        | wrong_type",
                "{\"command\":\"pause\",\"families\":[\"a\",7]} | wrong_type",
                "{\"command\":\"pause\",\"families\":[\" \"]}   | wrong_type",
                "{\"command\":\"pause\",\"at\":\"today\"}       | wrong_type",
                "{\"command\":\"pause\",\"family\":[\"a\"]}     | unknown_command",
                "{\"command\":\"resume\",\"Families\":[\"a\"]}  | unknown_command",
            })
    void whatIsNoCommandNeverPausesAnything(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        BadCommandException.class, e -> assertThat(e.reason).isEqualTo(reason));
    }

    @ParameterizedTest(name = "{0} instead of {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "IDENTIFY                   | EVENT",
                "01J                        | 01J00000000000000000000ABC",
                "id:2                       | id:1",
                "seqs                       | seq",
                "01J00000000000000000000XYZ | 01J00000000000000000000ABC",
                "deliveries                 | delivery",
                "delete                     | \\\"event",
            })
    void whatIsNoEventOfThatPersonUnderThatIdIsNotDelivered(String wrong, String right)
            throws Exception {
        Operation event = Ops.event("id:1", "01J00000000000000000000ABC", 2);
        String body = new String(event.body(), UTF_8).replace("\"", "\\\"");
        String json =
                "{\"command\":\"deliver\",\"operation\":"
                        + OperationText.write("deliver-customer_id", event)
                        + ",\"body\":\""
                        + body
                        + "\"}";
        assertThat(((Control.Deliver) read(json)).operation().replayed()).isTrue();
        String broken = json.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));
        assertThat(broken).isNotEqualTo(json);
        assertThatThrownBy(() -> read(broken))
                .isInstanceOfSatisfying(
                        BadCommandException.class,
                        e -> assertThat(e.reason).isEqualTo("wrong_type"))
                .hasMessageNotContaining("id:1");
    }

    @Test
    void aBadCommandBecomesADeadLetterAndTheNextOneIsObeyed() throws Exception {
        try (OneInputStreamOperatorTestHarness<RawRecord, Control> harness =
                ProcessFunctionTestHarnesses.forProcessFunction(new ControlFunction())) {
            harness.processElement(new StreamRecord<>(record(3, "{oops")));
            harness.processElement(new StreamRecord<>(new RawRecord("c", 0, 4, NOW, null, null)));
            harness.processElement(new StreamRecord<>(record(5, "{\"command\":\"pause\"}")));
            assertThat(harness.extractOutputValues()).hasSize(1);
            List<DeadLetter> letters =
                    harness.getSideOutput(ControlFunction.DEAD_LETTERS).stream()
                            .map(StreamRecord::getValue)
                            .toList();
            assertThat(letters)
                    .extracting(DeadLetter::getDeadLetterId)
                    .containsExactly("control:c/0/3", "control:c/0/4");
            assertThat(letters.get(0).getReason()).isEqualTo("not_json");
            assertThat(letters.get(0).getPayload().array()).isEqualTo("{oops".getBytes(UTF_8));
        }
    }

    @Test
    void commandsTravelAsTheyAre() throws Exception {
        for (Control control :
                Stream.of(new Pause(true, List.of("a"), 5), new Pause(false, List.of(), 6))
                        .toList()) {
            DataOutputSerializer out = new DataOutputSerializer(32);
            new ControlSerializer().serialize(control, out);
            DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
            assertThat(new ControlSerializer().deserialize(in)).isEqualTo(control);
        }
    }

    @Test
    void anEventThatIsToBeDeliveredTravelsAsItIs() throws Exception {
        Operation event = Ops.event("email:ä@b.c", "01J00000000000000000000ABC", 7);
        Control.Deliver deliver =
                new Control.Deliver(
                        "deliver-email",
                        OperationText.read(
                                new ObjectMapper()
                                        .readTree(OperationText.write("deliver-email", event)),
                                new TextNode(new String(event.body(), UTF_8))),
                        5);
        DataOutputSerializer out = new DataOutputSerializer(32);
        new ControlSerializer().serialize(deliver, out);
        Control.Deliver read =
                (Control.Deliver)
                        new ControlSerializer()
                                .deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        assertThat(read).usingRecursiveComparison().isEqualTo(deliver);
        assertThat(read.operation())
                .usingRecursiveComparison()
                .ignoringFields("replayed")
                .isEqualTo(event);
    }

    @Test
    void goingOnWithoutNamesLiftsEveryPauseAndWithNamesOnlyTheirs() {
        Pauses pauses = new Pauses();
        assertThat(pauses.obey(new Pause(true, List.of("a", "b"), 0))).isTrue();
        assertThat(pauses.obey(new Pause(true, List.of("a"), 0))).isFalse();
        assertThat(pauses.families()).isEqualTo(2);
        assertThat(pauses.obey(new Pause(true, List.of(), 0))).isTrue();
        assertThat(pauses.isWhole()).isTrue();
        assertThat(pauses.obey(new Pause(false, List.of("a"), 0))).isTrue();
        assertThat(pauses.isWhole()).isTrue();
        assertThat(pauses.families()).isEqualTo(1);
        assertThat(pauses.obey(new Pause(false, List.of(), 0))).isTrue();
        assertThat(pauses.isNone()).isTrue();
    }

    private static Control read(String json) throws BadCommandException {
        return ControlReader.read(json.getBytes(UTF_8), NOW);
    }

    private static RawRecord record(long offset, String json) {
        return new RawRecord("c", 0, offset, NOW, null, json.getBytes(UTF_8));
    }
}
