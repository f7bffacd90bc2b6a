package io.backstitch.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
    private final KeyedHash hash = new KeyedHash("Jefe".getBytes(StandardCharsets.US_ASCII));

    @Test
    void isTheHashOfRfc4231() {
        assertThat(hash.hex("what do ya want for nothing?", 32))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void showsAsManyBytesAsAskedFor() {
        assertThat(hash.hex("what do ya want for nothing?", 4)).isEqualTo("5bdcc146");
    }

    @Test
    void oneTextLeavesNothingBehindForTheNext() {
        String first = hash.hex("a", 32);
        hash.ofFields("b", null);
        assertThat(hash.hex("a", 32)).isEqualTo(first);
    }

    @Test
    void fieldsCutElsewhereAreOtherFields() {
        assertThat(hash.ofFields("ab", "c")).isNotEqualTo(hash.ofFields("a", "bc"));
        assertThat(hash.ofFields("a", null)).isNotEqualTo(hash.ofFields("a", ""));
    }
}
