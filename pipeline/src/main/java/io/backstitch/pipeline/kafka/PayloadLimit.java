package io.backstitch.pipeline.kafka;

import io.backstitch.schemas.registry.AvroTrust;
import io.backstitch.schemas.wire.DeadLetter;
import java.nio.ByteBuffer;
import org.apache.flink.util.function.SerializableFunction;

/**
 * Cuts payloads that Kafka would refuse, after leaving out what only a replay needs. A refused dead
 * letter would fail the job, which would read the same record again, and fail again.
 */
final class PayloadLimit implements SerializableFunction<DeadLetter, DeadLetter> {
    /** Room for all other fields of a dead letter. */
    static final int REST = 100_000;

    private static final long serialVersionUID = 1L;

    static {
        AvroTrust.install();
    }

    private final int maxBytes;

    PayloadLimit(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public DeadLetter apply(DeadLetter letter) {
        ByteBuffer payload = letter.getPayload();
        int size = payload.remaining();
        if (size + forReplay(letter) <= maxBytes) {
            return letter;
        }
        DeadLetter cut = DeadLetter.newBuilder(letter).build();
        cut.setEnvelope(null);
        cut.setRecordValue(null);
        if (size <= maxBytes) {
            return cut;
        }
        cut.setPayloadCut(true);
        cut.setPayload(payload.duplicate().limit(payload.position() + maxBytes));
        cut.setDetail(
                letter.getDetail()
                        + " [payload cut from "
                        + size
                        + " to "
                        + maxBytes
                        + " bytes: the whole is in topic, partition and offset]");
        return cut;
    }

    /** In bytes; of a text the most that they can be. */
    private static int forReplay(DeadLetter letter) {
        ByteBuffer value = letter.getRecordValue();
        String envelope = letter.getEnvelope();
        return (value == null ? 0 : value.remaining())
                + (envelope == null ? 0 : 3 * envelope.length());
    }
}
