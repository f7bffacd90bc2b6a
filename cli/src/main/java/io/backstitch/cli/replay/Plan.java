package io.backstitch.cli.replay;

import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Stage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What is to be done with one dead letter.
 *
 * @param value what to write to its topic, or to the control topic for stage DELIVER; null if
 *     nothing
 * @param left for people: why nothing is written; null if something is
 */
record Plan(DeadLetter letter, byte[] value, String left) {
    private static final String ELSEWHERE = "; write its original, see the example's place";

    /** Of any stage but DELIVER. */
    static Plan of(DeadLetter letter) {
        if (letter.getStage() != Stage.INGEST && letter.getStage() != Stage.NORMALISE) {
            return left(letter, "no record of a source stopped");
        }
        if (letter.getPayloadCut()) {
            return left(letter, "too large to be kept whole" + ELSEWHERE);
        }
        byte[] payload = bytes(letter.getPayload());
        if (letter.getWholeRecord()) {
            return wholeRecord(letter, payload);
        }
        return letter.getEnvelope() == null
                ? left(letter, "its batch is not known" + ELSEWHERE)
                : new Plan(letter, batch(letter.getEnvelope(), payload), null);
    }

    private static Plan wholeRecord(DeadLetter letter, byte[] payload) {
        if (letter.getRecordValue() != null) {
            return new Plan(letter, bytes(letter.getRecordValue()), null);
        }
        if (letter.getStage() == Stage.NORMALISE) {
            return left(letter, "its bytes are not known" + ELSEWHERE);
        }
        return payload.length == 0 ? left(letter, "it was empty") : new Plan(letter, payload, null);
    }

    static Plan left(DeadLetter letter, String why) {
        return new Plan(letter, null, why);
    }

    /** By bytes, not parsed: an event without an id is recognised by what it holds. */
    private static byte[] batch(String envelope, byte[] event) {
        ByteArrayOutputStream batch = new ByteArrayOutputStream(envelope.length() + event.length);
        String open = envelope.substring(0, envelope.lastIndexOf('}')) + ",\"events\":[";
        batch.writeBytes(open.getBytes(StandardCharsets.UTF_8));
        batch.writeBytes(event);
        batch.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return batch.toByteArray();
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
