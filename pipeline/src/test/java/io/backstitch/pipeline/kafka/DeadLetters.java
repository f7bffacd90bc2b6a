package io.backstitch.pipeline.kafka;

import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Stage;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Dead letters for tests. */
final class DeadLetters {
    private DeadLetters() {}

    static DeadLetter letter(String id, byte[] payload) {
        return DeadLetter.newBuilder()
                .setDeadLetterId(id)
                .setStage(Stage.INGEST)
                .setReason("not_json")
                .setDetail("Expected a JSON object")
                .setWholeRecord(true)
                .setTopic("mparticle.batches")
                .setPartition(0)
                .setOffset(7)
                .setKafkaTime(Instant.ofEpochMilli(1_700_000_000_000L))
                .setPayload(ByteBuffer.wrap(payload))
                .build();
    }
}
