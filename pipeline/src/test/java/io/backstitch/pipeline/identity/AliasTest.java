package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Alias;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AliasTest {
    private final Shopper shopper = new Shopper();
    private Staircase stairs;
    private long aliases;

    @BeforeEach
    void open() throws Exception {
        stairs = new Staircase(unrolled());
    }

    static IdentitySettings unrolled() {
        IdentitySettings plain = Staircase.SETTINGS;
        List<Level> levels = new ArrayList<>();
        for (Level level : plain.levels()) {
            levels.add(level);
            if (level.name().equals("anonymous_id") || level.name().equals("customer_id")) {
                levels.add(level.above());
            }
        }
        return new IdentitySettings(
                levels,
                plain.hold(),
                plain.life(),
                plain.rules(),
                plain.auditKey(),
                plain.sabotage());
    }

    @AfterEach
    void close() throws Exception {
        stairs.close();
    }

    @Test
    void whatTheSourceDidMovesToTheDestinationAndIsMergedAtCustomerIo() throws Exception {
        stairs.push(shopper.order("o1", at(0), at(0), "order_id", "o1", "customer_id", "old"));
        stairs.push(shopper.order("o2", at(1), at(1), "order_id", "o2", "customer_id", "new"));
        stairs.push(alias("old", "new"));
        stairs.push(shopper.order("o3", at(2), at(2), "order_id", "o3", "customer_id", "old"));
        assertThat(stairs.told())
                .containsExactly(
                        "id:old identify",
                        "id:old order_completed",
                        "id:new identify",
                        "id:new order_completed",
                        "id:new fence",
                        "id:old fence",
                        "id:new merge",
                        "id:new identify",
                        "id:new identify",
                        "id:new order_completed");
        assertThat(body(6)).contains("\"primary\":{\"id\":\"new\"},\"secondary\":{\"id\":\"old\"}");
        assertThat(stairs.operations.get(6).awaits())
                .as("behind all that was sent under either id")
                .containsExactlyInAnyOrder(
                        stairs.operations.get(4).id(), stairs.operations.get(5).id());
        assertThat(body(8)).contains("\"orders_count\":3");
        assertThat(stairs.operations.get(5).fenceTo())
                .as("the lane where they wait is the upper one")
                .isEqualTo(Operation.fenceTo("customer_id+", "id:new"));
    }

    @Test
    void theFinalPersonIsTheSameInAnyOrderOfAliasAndEvents() throws Exception {
        for (int position = 0; position <= 3; position++) {
            try (Staircase each = new Staircase(unrolled())) {
                stairs.close();
                stairs = each;
                for (int i = 0; i <= 3; i++) {
                    if (i == position) {
                        stairs.push(alias("old", "new"));
                    }
                    if (i < 3) {
                        String who = i == 1 ? "new" : "old";
                        String order = "o" + i;
                        stairs.push(
                                shopper.order(
                                        order,
                                        at(i),
                                        at(i),
                                        "order_id",
                                        order,
                                        "customer_id",
                                        who));
                    }
                }
                String last = null;
                for (int i = 0; i < stairs.operations.size(); i++) {
                    Operation operation = stairs.operations.get(i);
                    boolean total = operation.kind() == Operation.Kind.IDENTIFY;
                    last = total && operation.person().equals("id:new") ? body(i) : last;
                }
                assertThat(last).as("alias at %d", position).contains("\"orders_count\":3");
            }
        }
        stairs = new Staircase();
    }

    @Test
    void aDestinationThatCustomerIoDoesNotKnowIsMadeKnownBeforeTheMerge() throws Exception {
        stairs.push(shopper.order("o1", at(0), at(0), "order_id", "o1", "customer_id", "old"));
        stairs.push(alias("old", "new"));
        assertThat(stairs.told()).endsWith("id:old fence", "id:new identify", "id:new merge");
        assertThat(stairs.operations.get(3).awaits())
                .containsExactly(stairs.operations.get(2).id());
    }

    @Test
    void theAddressOfTheSourceIsNamedOnlyOnceTheTwoAreMerged() throws Exception {
        stairs.push(
                shopper.order(
                        "o1",
                        at(0),
                        at(0),
                        "order_id",
                        "o1",
                        "email",
                        "e@x.org",
                        "customer_id",
                        "old"));
        int before = stairs.operations.size();
        stairs.push(alias("old", "new"));
        List<String> told = stairs.told().subList(before, stairs.operations.size());
        assertThat(told).endsWith("id:new identify", "id:new merge", "id:new identify");
        int last = stairs.operations.size() - 1;
        assertThat(body(last - 2)).contains("orders_count").doesNotContain("e@x.org");
        assertThat(body(last)).contains("e@x.org");
    }

    @Test
    void aSourceThatCustomerIoDoesNotKnowNeedsNoMerge() throws Exception {
        stairs.push(alias("old", "new"));
        stairs.push(shopper.view("m1", at(0), "anonymous_id", "w", "customer_id", "old"));
        assertThat(stairs.told()).containsExactly("id:new product_viewed");
    }

    @Test
    void whatBelongedToTheSourceFollows() throws Exception {
        stairs.push(
                shopper.view(
                        "m1",
                        at(0),
                        "anonymous_id",
                        "w",
                        "email",
                        "e@x.org",
                        "customer_id",
                        "old"));
        stairs.push(alias("old", "new"));
        stairs.push(shopper.order("o2", at(2), at(2), "order_id", "o2", "email", "e@x.org"));
        stairs.push(shopper.view("m2", at(3), "anonymous_id", "w"));
        assertThat(stairs.told()).contains("id:new order_completed", "id:new product_viewed");
    }

    @Test
    void chainsAreRefusedInEveryForm() throws Exception {
        stairs.push(alias("a", "b"));
        stairs.push(alias("a", "c"));
        stairs.push(alias("b", "c"));
        stairs.push(alias("c", "a"));
        stairs.push(alias("a", "b"));
        stairs.push(alias("c", "b"));
        assertThat(decisions())
                .containsExactly(
                        "ALIASED b",
                        "ALIASED a",
                        "REFUSED a",
                        "REFUSED b",
                        "REFUSED c",
                        "ALIASED c");
        assertThat(stairs.audits)
                .filteredOn(audit -> audit.getDecision() == Decision.REFUSED)
                .extracting(IdentityAudit::getReason)
                .containsOnly("alias_chain");
    }

    @Test
    void chainsAreRefusedAfterARestoreToo() throws Exception {
        List<IdentityAudit> audits = new ArrayList<>();
        OperatorSubtaskState state;
        try (GateHarness gate = new GateHarness(unrolled())) {
            assertThat(gate.judge(alias("a", "b"), audits)).isNotEmpty();
            state = gate.snapshot();
        }
        audits.clear();
        try (GateHarness gate = new GateHarness(unrolled(), state)) {
            assertThat(gate.judge(alias("b", "c"), audits)).isEmpty();
            assertThat(audits).extracting(IdentityAudit::getReason).containsExactly("alias_chain");
        }
    }

    @Test
    void withoutTheOptionAnAliasIsRefused() throws Exception {
        try (Staircase plain = new Staircase()) {
            plain.push(alias("old", "new"));
            assertThat(plain.audits)
                    .singleElement()
                    .satisfies(
                            audit ->
                                    assertThat(audit.getReason())
                                            .isEqualTo("alias_not_configured"));
        }
    }

    @Test
    void anErasedPersonMayBeJoinedAnewAndEveryJoinedIdIsForgotten() throws Exception {
        stairs.push(shopper.order("o1", at(0), at(0), "order_id", "o1", "customer_id", "old-77"));
        stairs.push(alias("old-77", "new-88"));
        erase("customer_id", "new-88");
        assertThat(stairs.checkpoint()).doesNotContain("new-88");
        stairs.push(alias("new-88", "third"));
        assertThat(decisions()).endsWith("ALIASED third", "ALIASED new-88");
        int before = stairs.operations.size();
        stairs.push(
                shopper.order("late", at(1), at(99), "order_id", "o9", "customer_id", "old-77"));
        assertThat(stairs.operations).hasSize(before);
    }

    @Test
    void whatAnMpidDidWithinTheWindowBelongsToTheOther() throws Exception {
        for (int position = 0; position <= 3; position++) {
            try (Staircase each = new Staircase(unrolled())) {
                for (int i = 0; i <= 3; i++) {
                    if (i == position) {
                        each.push(mpids("before", "after", at(0), at(10)));
                    }
                    if (i == 0) {
                        each.push(shopper.view("m1", at(1), "anonymous_id", "before"));
                    } else if (i == 1) {
                        each.push(
                                shopper.add("m2", at(2), "anonymous_id", "before", "cart_id", "k"));
                    } else if (i == 2) {
                        each.push(
                                shopper.checkout(
                                        "m3", at(5), "anonymous_id", "after", "customer_id", "c"));
                    }
                }
                each.push(shopper.view("m4", at(11), "anonymous_id", "before"));
                assertThat(each.told())
                        .as("alias at %d", position)
                        .containsExactlyInAnyOrder(
                                "id:c product_viewed", "id:c add_to_cart", "id:c checkout_started");
            }
        }
    }

    @Test
    void theDestinationGoesOnAsBefore() throws Exception {
        stairs.push(shopper.view("m1", at(0), "anonymous_id", "after", "customer_id", "c"));
        stairs.push(mpids("before", "after", at(0), at(10)));
        stairs.push(shopper.view("m2", at(1), "anonymous_id", "after"));
        stairs.push(shopper.view("m3", at(2), "anonymous_id", "before"));
        stairs.push(shopper.view("m4", at(3), "anonymous_id", "after", "customer_id", "d"));
        stairs.push(shopper.view("m5", at(4), "anonymous_id", "before"));
        assertThat(stairs.told())
                .containsExactly(
                        "id:c product_viewed",
                        "id:c product_viewed",
                        "id:c product_viewed",
                        "id:d product_viewed",
                        "id:d product_viewed");
    }

    @Test
    void joinedDevicesAreForgottenAtTheEndOfTheirLives() throws Exception {
        stairs.push(shopper.view("m1", at(0), "anonymous_id", "after", "customer_id", "c"));
        stairs.push(shopper.view("m2", at(1), "anonymous_id", "before"));
        stairs.push(mpids("before", "after", at(0), at(10)));
        stairs.push(shopper.view("m3", at(2), "anonymous_id", "before"));
        stairs.advance(at(403 * 24 * 60));
        assertThat(stairs.entries("anonymous_id")).as("entries of devices").isZero();
        assertThat(stairs.timers("anonymous_id")).as("timers of devices").isZero();
        assertThat(stairs.entries("anonymous_id+")).as("entries above").isZero();
    }

    @Test
    void anErasedDeviceLeavesNoTraceAbove() throws Exception {
        stairs.push(mpids("before", "mpid-after", at(0), at(10)));
        stairs.push(shopper.view("m1", at(1), "anonymous_id", "before"));
        stairs.push(shopper.view("m2", at(1), "anonymous_id", "mpid-after"));
        erase("anonymous_id", "mpid-after");
        assertThat(stairs.checkpoint()).doesNotContain("mpid-after");
    }

    private Alias mpids(String source, String destination, long from, long to) {
        Origin origin = new Origin("mparticle.batches", 0, aliases, at(20) + aliases++);
        return new Alias(
                Alias.GATE,
                "",
                origin,
                "a" + aliases,
                "anonymous_id",
                source,
                destination,
                from,
                to);
    }

    private void erase(String level, String key) throws Exception {
        List<Erase.Named> named = List.of(new Erase.Named(level, key));
        Erase all = new Erase("", "", new Origin("privacy", 0, 0, at(60)), "r", named, List.of());
        stairs.broadcast(all);
        stairs.push(all.to(Alias.GATE, "", List.of()));
        stairs.push(all.to(level, key, List.of()));
    }

    private Alias alias(String source, String destination) {
        Origin origin = new Origin("segment", 0, aliases, at(120) + aliases++);
        return new Alias(
                Alias.GATE,
                "",
                origin,
                "a" + aliases,
                "customer_id",
                source,
                destination,
                0,
                at(1));
    }

    private List<String> decisions() {
        List<String> decisions = new ArrayList<>();
        for (IdentityAudit audit : stairs.audits) {
            if (audit.getDecision() == Decision.ALIASED
                    || audit.getDecision() == Decision.REFUSED) {
                decisions.add(audit.getDecision() + " " + audit.getIdentifier());
            }
        }
        return decisions;
    }

    private String body(int operation) {
        return new String(stairs.operations.get(operation).body(), StandardCharsets.UTF_8);
    }
}
