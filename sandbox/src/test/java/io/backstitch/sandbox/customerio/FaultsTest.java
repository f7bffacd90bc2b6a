package io.backstitch.sandbox.customerio;

import static io.backstitch.sandbox.customerio.Ops.event;
import static io.backstitch.sandbox.customerio.Ops.eventWithId;
import static io.backstitch.sandbox.customerio.Ops.id;
import static io.backstitch.sandbox.customerio.Ops.ulid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults on request: what the sender sees, and what took effect. */
class FaultsTest extends SandboxTestBase {

    private static final String EVENT = eventWithId(id("c1"), "a", ulid(1));

    @BeforeEach
    void start() {
        start(traffic());
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED,429",
        "RATE_LIMITED_RETRY_AFTER,429",
        "REQUEST_TIMEOUT,408",
        "SERVER_ERROR,500",
        "BAD_GATEWAY,502",
        "UNAVAILABLE,503",
        "UNAUTHORIZED,401",
        "REDIRECT,302"
    })
    void anErrorHasNoEffectAndTheNextRequestPasses(FaultKind kind, int status) {
        sandbox.faults().set(FaultPlan.script(kind));

        HttpResponse<String> response = client.batch(EVENT);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(sandbox.people()).isEmpty();
        client.ok(EVENT);
        assertThat(events("c1")).hasSize(1);
        assertThat(sandbox.faults().injected()).isEqualTo(Map.of(kind, 1L));
        assertThat(client.sandbox("summary").get("faultsInjected").size()).isEqualTo(1);
    }

    @Test
    void retryAfterIsSentOnlyWhereAskedFor() {
        sandbox.faults()
                .set(
                        FaultPlan.builder()
                                .script(FaultKind.RATE_LIMITED, FaultKind.RATE_LIMITED_RETRY_AFTER)
                                .retryAfter(Duration.ofSeconds(7))
                                .build());

        assertThat(client.batch(EVENT).headers().firstValue("retry-after")).isEmpty();
        assertThat(client.batch(EVENT).headers().firstValue("retry-after")).contains("7");
    }

    @Test
    void aRedirectNamesAnotherPlace() {
        sandbox.faults().set(FaultPlan.script(FaultKind.REDIRECT));

        assertThat(client.batch(EVENT).headers().firstValue("location"))
                .contains(sandbox.uri() + "/elsewhere/api/v2/batch");
    }

    @Test
    void aResetConnectionHasNoEffect() {
        // Two, because the JDK's client repeats a request whose connection closed too early.
        sandbox.faults().set(FaultPlan.script(FaultKind.RESET, FaultKind.RESET));

        assertThatThrownBy(() -> client.batchOrThrow(EVENT)).isInstanceOf(IOException.class);

        assertThat(sandbox.people()).isEmpty();
        sandbox.faults().clear();
        client.ok(EVENT);
    }

    @Test
    void aLostResponseComesAfterTheEffect() {
        sandbox.faults().set(FaultPlan.script(FaultKind.RESPONSE_LOST, FaultKind.RESPONSE_LOST));

        assertThatThrownBy(() -> client.batchOrThrow(EVENT)).isInstanceOf(IOException.class);

        assertThat(events("c1")).hasSize(1);
        sandbox.faults().clear();
        client.ok(EVENT);
        assertThat(events("c1")).hasSize(1);
        assertThat(sandbox.summary().duplicatesIgnored()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void garbageComesAfterTheEffectToo() {
        sandbox.faults().set(FaultPlan.script(FaultKind.GARBAGE));

        HttpResponse<String> response = client.batch(EVENT);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("<html>");
        assertThat(events("c1")).hasSize(1);
    }

    @Test
    void aSlowAnswerIsTheRightOne() {
        sandbox.faults()
                .set(
                        FaultPlan.builder()
                                .script(FaultKind.SLOW)
                                .slow(Duration.ofMillis(50))
                                .build());

        long start = System.nanoTime();
        client.ok(EVENT);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThan(Duration.ofMillis(50));
    }

    @Test
    void unauthorisedForAWhile() {
        sandbox.faults()
                .set(
                        FaultPlan.builder()
                                .rate(FaultKind.UNAUTHORIZED, 1)
                                .burst(FaultKind.UNAUTHORIZED, 3)
                                .build());
        for (int i = 0; i < 3; i++) {
            assertThat(client.batch(EVENT).statusCode()).isEqualTo(401);
        }
        sandbox.faults().clear();
        client.ok(EVENT);
    }

    @Test
    void theScriptComesFirstAndMayHaveGaps() {
        sandbox.faults()
                .set(FaultPlan.script(FaultKind.NONE, FaultKind.UNAVAILABLE, FaultKind.NONE));

        assertThat(client.batch(EVENT).statusCode()).isEqualTo(200);
        assertThat(client.batch(EVENT).statusCode()).isEqualTo(503);
        assertThat(client.batch(EVENT).statusCode()).isEqualTo(200);
    }

    @Test
    void theSameSeedMeetsTheSameRequests() {
        FaultPlan plan =
                FaultPlan.builder()
                        .seed(7)
                        .rate(FaultKind.SERVER_ERROR, 0.2)
                        .rate(FaultKind.UNAVAILABLE, 0.2)
                        .burst(FaultKind.UNAVAILABLE, 2)
                        .build();

        List<FaultKind> first = kinds(plan);
        assertThat(kinds(plan)).isEqualTo(first);
        assertThat(first).contains(FaultKind.NONE, FaultKind.SERVER_ERROR, FaultKind.UNAVAILABLE);
        assertThat(first.stream().filter(k -> k == FaultKind.SERVER_ERROR).count())
                .isBetween(100L, 250L);
    }

    private List<FaultKind> kinds(FaultPlan plan) {
        sandbox.faults().set(plan);
        List<FaultKind> kinds = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            kinds.add(sandbox.faults().next().kind());
        }
        return kinds;
    }

    @Test
    void onABadDayMostRequestsStillPass() {
        List<FaultKind> kinds = kinds(FaultPlan.badDay(3));

        assertThat(kinds.stream().filter(k -> k == FaultKind.NONE).count()).isGreaterThan(800);
        assertThat(kinds)
                .contains(FaultKind.RESPONSE_LOST, FaultKind.RESET, FaultKind.RATE_LIMITED);
    }

    @Test
    void theAppApiFailsTooButThePageDoesNot() {
        sandbox.faults().set(FaultPlan.script(FaultKind.UNAVAILABLE));
        client.sandbox("summary");

        assertThat(client.look("/v1/customers?email=a%40b.c").statusCode()).isEqualTo(503);
    }

    @Test
    void impossibleRatesAreRefused() {
        assertThatThrownBy(() -> FaultPlan.builder().rate(FaultKind.SLOW, 1.5))
                .hasMessageContaining("expected 0 to 1");
        assertThatThrownBy(() -> FaultPlan.builder().burst(FaultKind.SLOW, 0))
                .hasMessageContaining("expected 1 or more");
    }

    @Test
    void everyRequestIsCounted() {
        sandbox.faults().set(FaultPlan.script(FaultKind.UNAVAILABLE));
        client.batch(event(id("c1"), "a"));
        client.batch(event(id("c1"), "a"));

        assertThat(sandbox.summary().requests()).isEqualTo(2);
    }
}
