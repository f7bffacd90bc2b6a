package io.backstitch.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.schemas.wire.DeadLetter;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PayloadLimitTest {
    private final PayloadLimit limit = new PayloadLimit(4);

    @Test
    void whatFitsIsLeftAlone() {
        DeadLetter letter = DeadLetters.letter("d1", new byte[] {1, 2, 3, 4});

        assertThat(limit.apply(letter)).isSameAs(letter);
    }

    @Test
    void whatDoesNotFitIsCutAndSaysSo() {
        DeadLetter letter = DeadLetters.letter("d1", new byte[] {1, 2, 3, 4, 5, 6});

        DeadLetter cut = limit.apply(letter);

        assertThat(cut.getPayload()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
        assertThat(cut.getDetail()).startsWith(letter.getDetail()).contains("from 6 to 4 bytes");
        assertThat(cut.getDeadLetterId()).isEqualTo("d1");
        assertThat(letter.getPayload().remaining()).isEqualTo(6);
    }

    @Test
    void whatOnlyAReplayNeedsIsLeftOutBeforeThePayloadIsCut() {
        DeadLetter letter = DeadLetters.letter("d1", new byte[] {1, 2, 3});
        letter.setEnvelope("{}");
        letter.setRecordValue(ByteBuffer.wrap(new byte[] {1}));

        DeadLetter fits = limit.apply(letter);

        assertThat(fits.getPayload()).isEqualTo(letter.getPayload());
        assertThat(fits.getEnvelope()).isNull();
        assertThat(fits.getRecordValue()).isNull();
        assertThat(fits.getPayloadCut()).isFalse();
        assertThat(limit.apply(DeadLetters.letter("d2", new byte[5])).getPayloadCut()).isTrue();
    }
}
