package io.backstitch.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.pipeline.record.KeyedHash;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Stage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of delivery may be replayed, and why not. */
class DeliveriesTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String ULID = "01J00000000000000000000ABC";
    private static final String BODY = "{\"type\":\"person\",\"name\":\"ü\"}";
    private static final KeyedHash HASH = new KeyedHash(new byte[] {7});

    private final Deliveries deliveries = new Deliveries(true, Duration.ofDays(3), NOON);

    @Test
    void anEventGoesToTheControlTopicWithTheSameBytes() throws Exception {
        DeadLetter letter = letter("EVENT", "id:7");
        assertThat(deliveries.obstacle(letter)).isNull();
        JsonNode command = new ObjectMapper().readTree(deliveries.plan(letter, nothing()).value());
        assertThat(command.path("command").textValue()).isEqualTo("deliver");
        assertThat(command.path("body").textValue()).isEqualTo(BODY);
        assertThat(command.path("at").longValue()).isEqualTo(NOON.toEpochMilli());
        assertThat(command.path("operation").path("person").textValue()).isEqualTo("id:7");
        assertThat(deliveries.command(letter).key()).isEqualTo("deliver:" + ULID);
    }

    @ParameterizedTest
    @CsvSource({"IDENTIFY,profile update", "MERGE,a merge", "DELETE,subject_request_id"})
    void whatIsNoEventSaysWhatToDoInstead(String kind, String told) {
        assertThat(deliveries.obstacle(letter(kind, "id:7"))).contains(told);
    }

    @Test
    void whatIsOldOrCutOrNobodyWouldHearIsLeft() {
        DeadLetter letter = letter("EVENT", "id:7");
        Deliveries deaf = new Deliveries(false, Duration.ofDays(3), NOON);
        assertThat(deaf.obstacle(letter)).contains("kafka.control-topic");
        letter.setKafkaTime(NOON.minus(Duration.ofDays(3)).minusMillis(1));
        assertThat(deliveries.obstacle(letter)).contains("deliver.replay-max-age, 72 h");
        letter.setKafkaTime(NOON);
        letter.setPayloadCut(true);
        assertThat(deliveries.obstacle(letter)).contains("not kept whole");
        letter.setOperation(null);
        assertThat(deliveries.obstacle(letter)).contains("not known");
        letter.setDeadLetterId("control:c/0/3");
        assertThat(deliveries.obstacle(letter)).contains("a command");
    }

    @Test
    void whoWasErasedSinceIsNotCreatedAnewAndANewLifeIsNotConcerned() {
        Aftermath erased = since(Map.of("7", NOON), Set.of(), Set.of());
        assertThat(erased.obstacle("id:7", ULID, NOON)).contains("asked to be forgotten");
        assertThat(erased.obstacle("id:7", ULID, NOON.plusMillis(1))).isNull();
        assertThat(erased.obstacle("id:8", ULID, NOON)).isNull();
        Aftermath guest = since(Map.of(hash("email:a@b.c"), NOON), Set.of(), Set.of());
        assertThat(guest.obstacle("email:a@b.c", ULID, NOON)).contains("asked to be forgotten");
        Aftermath device = since(Map.of(hash("anonymous_id:dev"), NOON), Set.of(), Set.of());
        assertThat(device.obstacle("anonymous_id:dev.2", ULID, NOON))
                .contains("asked to be forgotten");
    }

    @Test
    void whoHasBecomeSomebodyElsesIsNoGhostAndADeviceIsNobody() {
        Aftermath moved =
                since(
                        Map.of(),
                        Set.of(hash("email:a@b.c"), hash("anonymous_id:dev"), "7"),
                        Set.of());
        assertThat(moved.obstacle("email:a@b.c", ULID, NOON)).contains("a second profile");
        assertThat(moved.obstacle("id:7", ULID, NOON)).contains("a second profile");
        assertThat(moved.obstacle("anonymous_id:dev", ULID, NOON)).isNull();
    }

    @Test
    void withoutTheKeyOrTheAuditNothingIsGuessed() {
        Aftermath noKey = new Aftermath(true, null, List.of("email"), Map.of(), Set.of(), Set.of());
        assertThat(noKey.obstacle("email:a@b.c", ULID, NOON)).contains("give --config");
        assertThat(noKey.obstacle("id:a@b.c", ULID, NOON)).contains("give --config");
        assertThat(noKey.obstacle("id:7", ULID, NOON)).isNull();
        Aftermath noAudit =
                new Aftermath(false, HASH, List.of("email"), Map.of(), Set.of(), Set.of());
        assertThat(noAudit.obstacle("id:7", ULID, NOON)).contains("no identity audit");
    }

    @Test
    void whatWasAcceptedSinceIsNotSentAgain() {
        assertThat(since(Map.of(), Set.of(), Set.of(ULID)).obstacle("id:7", ULID, NOON))
                .contains("accepted since");
    }

    private static String hash(String path) {
        return HASH.hex(path, 16);
    }

    private static Aftermath nothing() {
        return since(Map.of(), Set.of(), Set.of());
    }

    private static Aftermath since(
            Map<String, Instant> erased, Set<String> moved, Set<String> accepted) {
        List<String> levels = List.of("anonymous_id", "email", "customer_id");
        return new Aftermath(true, HASH, levels, erased, moved, accepted);
    }

    private static DeadLetter letter(String kind, String person) {
        return DeadLetter.newBuilder()
                .setDeadLetterId("operation:" + ULID)
                .setStage(Stage.DELIVER)
                .setReason("refused_by_customerio")
                .setDetail("what was found")
                .setUlid(ULID)
                .setWholeRecord(false)
                .setTopic("orders")
                .setPartition(1)
                .setOffset(102)
                .setKafkaTime(NOON)
                .setPayload(ByteBuffer.wrap(BODY.getBytes(StandardCharsets.UTF_8)))
                .setOperation("{\"kind\":\"" + kind + "\",\"person\":\"" + person + "\"}")
                .build();
    }
}
