package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.deliver.ControlReader.BadCommandException;
import io.backstitch.pipeline.record.Control;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.pipeline.record.WireSerializer;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Stage;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns records of the control topic into commands; what is none becomes a dead letter. */
public final class ControlFunction extends ProcessFunction<RawRecord, Control> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ControlFunction.class);

    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("bad-commands", WireSerializer.DEAD_LETTER);

    @Override
    public void processElement(RawRecord record, Context context, Collector<Control> out) {
        try {
            out.collect(ControlReader.read(record.value(), record.timestamp()));
        } catch (BadCommandException e) {
            LOG.warn("{} is no command: {}", record.origin(), e.getMessage());
            context.output(DEAD_LETTERS, letter(record, e));
        }
    }

    private static DeadLetter letter(RawRecord record, BadCommandException why) {
        byte[] payload = record.value() == null ? new byte[0] : record.value();
        return DeadLetter.newBuilder()
                .setDeadLetterId(
                        "control:"
                                + record.topic()
                                + "/"
                                + record.partition()
                                + "/"
                                + record.offset())
                .setStage(Stage.DELIVER)
                .setReason(why.reason)
                .setDetail(why.getMessage())
                .setWholeRecord(true)
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setKafkaTime(Instant.ofEpochMilli(record.timestamp()))
                .setPayload(ByteBuffer.wrap(payload))
                .build();
    }
}
