package io.backstitch.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

    @ParameterizedTest
    @CsvSource({
        "shop.events,shop.events,true",
        "shop.events,shop.eventsX,false",
        "shop.*,shop.events,true",
        "shop.*,shop.,true",
        "shop.*,other,false",
        "*.events,a.b.events,true",
        "a*b*c,aXbXbYc,true",
        "a*b*c,aXc,false",
        "*,anything,true"
    })
    void aStarStandsForAnyPartOfATopicsName(String pattern, String topic, boolean matches) {
        assertThat(new TopicName(pattern).matches(topic)).isEqualTo(matches);
    }

    @Test
    void whatTopicsHoldIsConfiguration() throws Exception {
        try (Ingest ingest =
                new Ingest(formats("shop.*=segment", "shop.legacy=mparticle"), false)) {
            ingest.take("shop.web", utf8("{\"type\":\"group\"}"));
            ingest.take("shop.legacy", utf8("{\"environment\":\"development\",\"events\":[]}"));
            ingest.take("mparticle.batches", utf8("{\"environment\":\"development\"}"));
            ingest.take("elsewhere", utf8("{}"));

            assertThat(ingest.receipts())
                    .extracting(Receipt::getSource)
                    .containsExactly("segment", "mparticle", "mparticle");
            assertThat(ingest.letters())
                    .singleElement()
                    .extracting(DeadLetter::getReason)
                    .isEqualTo("unknown_topic");
        }
    }

    @Test
    void namesAndPatternsAreToldApart() {
        Configuration options = formats("shop.*=segment", "orders.eu=orders");
        options.set(IngestOptions.MPARTICLE_TOPIC, "");
        assertThat(IngestOptions.topics(options)).containsExactly("orders", "orders.eu");
        assertThat(IngestOptions.patterns(options)).containsExactly("shop.*");
        assertThat(IngestOptions.faults(options)).isEmpty();
    }

    @Test
    void everyFaultOfTheAssignmentsIsNamed() {
        List<String> faults =
                IngestOptions.faults(
                        formats("orders=segment", "a b=segment", "x=snowplow", "no-format"));
        assertThat(faults).hasSize(4);
        assertThat(faults.get(0)).contains("orders", "twice");
        assertThat(faults.get(1)).contains("'a b' is no name of a topic");
        assertThat(faults.get(2)).contains("x=FORMAT", "mparticle", "orders", "privacy", "segment");
        assertThat(faults.get(3)).contains("no-format=FORMAT");
    }

    @Test
    void aJobThatWouldReadNothingIsRefused() {
        Configuration options = formats();
        options.set(IngestOptions.MPARTICLE_TOPIC, "");
        options.set(IngestOptions.ORDERS_TOPIC, " ");
        assertThat(IngestOptions.faults(options))
                .singleElement()
                .asString()
                .contains("no topic is read");
    }

    private static Configuration formats(String... lines) {
        Configuration options = new Configuration();
        options.set(IngestOptions.FORMATS, List.of(lines));
        return options;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
