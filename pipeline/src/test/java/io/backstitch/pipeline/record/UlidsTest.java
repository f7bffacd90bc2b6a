package io.backstitch.pipeline.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The vectors were computed by an independent implementation: never change them. */
class UlidsTest {
    private static final byte[] KEY = "backstitch-test-key".getBytes(UTF_8);
    private static final long TIME = 1_763_888_400_123L;

    @Test
    void vectorsOfVersion1NeverChange() {
        assertThat(event("device-1", "message-1", "checkout_started", TIME))
                .isEqualTo("01KAQZ21QV4QR9W3WPYD0MBK3Q");
        assertThat(event(null, "message-1", "checkout_started", TIME))
                .isEqualTo("01KAQZ21QV3P47SVB20B8P3WZ5");
        assertThat(event("", "message-1", "checkout_started", TIME))
                .isEqualTo("01KAQZ21QVXRJ2WEJGE94BCKE1");
        assertThat(Ulids.forFact(KEY, "shop", "order_completed", "1001"))
                .isEqualTo("01DXF6DT00FW3RNCCR2W8WWGQW");
        assertThat(Ulids.forFact(KEY, "shop", "cart_abandoned", "k-1/2"))
                .isEqualTo("01DXF6DT00CTWD47T6WE1B7H59");
    }

    @Test
    void timesThatNoUlidCanCarryBecomeTheNearestOneItCan() {
        assertThat(event("ger\u00e4t", "\u00fcbung", "identify", -5))
                .isEqualTo("0000000000GMFY9MW0D0P19KYW");
        assertThat(event("device-1", "message-1", "checkout_started", Long.MAX_VALUE))
                .isEqualTo("7ZZZZZZZZZ4QR9W3WPYD0MBK3Q");
    }

    @Test
    void fieldsDoNotRunIntoEachOther() {
        assertThat(event("ab", "c", "x", TIME)).isNotEqualTo(event("a", "bc", "x", TIME));
        assertThat(event("a", "b", "cx", TIME)).isNotEqualTo(event("a", "bc", "x", TIME));
    }

    @Test
    void operationsOfOneSourceEventAndNamespacesAndKeysDiffer() {
        String id = event("d", "m", "event", TIME);
        assertThat(event("d", "m", "order_completed", TIME)).isNotEqualTo(id);
        assertThat(Ulids.forEvent(KEY, "other", "mparticle", "d", "m", "event", TIME))
                .isNotEqualTo(id);
        assertThat(
                        Ulids.forEvent(
                                "k2".getBytes(UTF_8), "shop", "mparticle", "d", "m", "event", TIME))
                .isNotEqualTo(id);
    }

    @Property(tries = 300)
    void everyIdIsAStrictUlid(@ForAll String device, @ForAll String message, @ForAll long time) {
        assertThat(event(device, message, "event", time)).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    }

    private static String event(String device, String message, String operation, long time) {
        return Ulids.forEvent(KEY, "shop", "mparticle", device, message, operation, time);
    }
}
