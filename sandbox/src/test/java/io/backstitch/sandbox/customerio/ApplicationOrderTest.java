package io.backstitch.sandbox.customerio;

import static io.backstitch.sandbox.customerio.Ops.event;
import static io.backstitch.sandbox.customerio.Ops.id;
import static io.backstitch.sandbox.customerio.Ops.identify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The modes in which operations are applied late, in another order, or race. */
class ApplicationOrderTest extends SandboxTestBase {

    private static final String[] TWENTY =
            IntStream.range(0, 20).mapToObj(i -> event(id("c1"), "e" + i)).toArray(String[]::new);

    private static final List<String> IN_ORDER =
            IntStream.range(0, 20).mapToObj(i -> "e" + i).toList();

    @Test
    void aBatchIsAppliedInOrder() {
        start(traffic());
        client.ok(TWENTY);

        assertThat(events("c1")).isEqualTo(IN_ORDER);
    }

    @Test
    void aBatchMayBeShuffled() {
        start(traffic().batchOrder(Behaviour.BatchOrder.SHUFFLED).seed(5));
        client.ok(TWENTY);
        List<String> first = events("c1");

        assertThat(first).isNotEqualTo(IN_ORDER).containsExactlyInAnyOrderElementsOf(IN_ORDER);
        start(traffic().batchOrder(Behaviour.BatchOrder.SHUFFLED).seed(5));
        client.ok(TWENTY);
        assertThat(events("c1")).isEqualTo(first);
    }

    @Test
    void operationsMayBeAppliedLateAndInAnotherOrder() {
        start(traffic().outOfOrder(10, Duration.ofHours(1)));
        for (int i = 0; i < 50; i++) {
            client.ok(identify(id("c1"), "'n':" + i));
        }
        sandbox.settle();

        assertThat(feed("c1")).hasSize(50);
        assertThat(feed("c1")).extracting(Activity::seq).isSorted();
        assertThat(profile("c1").attributes().get("n").asInt()).isNotEqualTo(49);
    }

    @Test
    void timestampsMakeTheLastIdentifyWinWhateverTheOrder() {
        start(traffic().outOfOrder(10, Duration.ofHours(1)));
        for (int i = 0; i < 50; i++) {
            client.ok(identify(id("c1"), "'n':" + i, T0 + i));
        }
        sandbox.settle();

        assertThat(profile("c1").attributes().get("n").asInt()).isEqualTo(49);
    }

    @Test
    void whatIsLateIsAppliedAfterAPause() {
        start(traffic().outOfOrder(1_000, Duration.ofMillis(20)));
        client.ok(TWENTY);

        await().atMost(Duration.ofSeconds(60)).until(() -> sandbox.events().size() == 20);
    }

    @Test
    void racingCreatesMayYieldTwoProfiles() {
        start(traffic().racingCreates(true));
        client.ok(identify(id("c1"), "'a':1"), event(id("c1"), "b"));
        assertThat(sandbox.people()).hasSize(2);
        assertThat(sandbox.summary().duplicateProfiles()).isEqualTo(1);

        client.ok(identify(id("c2"), "'a':1"));
        client.ok(event(id("c2"), "b"));
        assertThat(sandbox.people()).hasSize(3);
    }

    @Test
    void parallelRequestsLoseNothing() {
        start(traffic());
        CompletableFuture<?>[] senders =
                IntStream.range(0, 8)
                        .mapToObj(
                                n ->
                                        CompletableFuture.runAsync(
                                                () -> {
                                                    for (int i = 0; i < 25; i++) {
                                                        client.ok(
                                                                event(id("c" + n), "e" + i),
                                                                event(id("shared"), "s"));
                                                    }
                                                }))
                        .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(senders).join();

        assertThat(events("shared")).hasSize(200);
        assertThat(events("c3")).hasSize(25).startsWith("e0", "e1").endsWith("e24");
        assertThat(sandbox.events()).extracting(e -> e.activity().seq()).doesNotHaveDuplicates();
    }
}
