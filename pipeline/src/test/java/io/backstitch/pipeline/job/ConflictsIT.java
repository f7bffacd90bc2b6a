package io.backstitch.pipeline.job;

import static io.backstitch.pipeline.job.SandboxRun.profile;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.schemas.wire.Receipt;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Addresses that two customers claim, in front of a workspace where they can be one's only. */
class ConflictsIT extends WithSandbox {
    @Test
    void theFirstKeepsItAndCustomerIoNeverHearsOfTheConflict() throws Exception {
        SandboxRun run = shared().run();
        assertThat(SandboxRun.identifiers(sandbox))
                .containsExactlyInAnyOrder(Map.entry("1", "e@x.org"), Map.entry("2", "null"));
        assertThat(sandbox.failures()).isEmpty();
        assertThat(run.events(sandbox.personById("1").orElseThrow())).hasSize(3);
    }

    @Test
    void theLatestHasItInTheEnd() throws Exception {
        SandboxRun run = shared().with("identity.conflicts", "latest-wins").run();
        assertThat(SandboxRun.identifiers(sandbox))
                .containsExactlyInAnyOrder(Map.entry("1", "null"), Map.entry("2", "e@x.org"));
        assertThat(run.events(sandbox.personById("2").orElseThrow()))
                .as("and gets what is known by it only")
                .hasSize(2);
        assertThat(reasons(run)).doesNotContain("email_conflict");
    }

    @Test
    void twoWhoSwapTheirAddressesDoNotWaitForEachOther() throws Exception {
        SandboxRun run =
                new SandboxRun(sandbox, dir)
                        .with("identity.conflicts", "latest-wins")
                        .view(0, "w", "email", "a@x.org", "customer_id", "1")
                        .view(1, "v", "email", "b@x.org", "customer_id", "2")
                        .view(2, "w", "email", "b@x.org", "customer_id", "1")
                        .view(3, "v", "email", "a@x.org", "customer_id", "2")
                        .run();
        assertThat(SandboxRun.identifiers(sandbox))
                .containsExactlyInAnyOrder(Map.entry("1", "b@x.org"), Map.entry("2", "a@x.org"));
        assertThat(run.events(sandbox.personById("1").orElseThrow())).hasSize(2);
        assertThat(run.events(sandbox.personById("2").orElseThrow())).hasSize(2);
    }

    @Test
    void withoutTheAppApiItIsTakenOverUnseen() throws Exception {
        SandboxRun run =
                shared().with("identity.conflicts", "latest-wins")
                        .without("customerio.app-api-key-file")
                        .run();
        assertThat(SandboxRun.identifiers(sandbox))
                .containsExactlyInAnyOrder(Map.entry("1", "null"), Map.entry("2", "e@x.org"));
        assertThat(reasons(run)).contains("email_unchecked");
    }

    @Test
    void whatTakesNoEffectIsSaidAndHoldsUpNothing() throws Exception {
        SandboxRun.before(
                sandbox,
                profile("id", "stranger", "shop"),
                "{'type':'person','action':'identify','identifiers':{'id':'stranger'},"
                        + "'attributes':{'email':'e@x.org'}}");
        SandboxRun run =
                shared().with("identity.conflicts", "latest-wins")
                        .with("deliver.backoff.max", "50 ms")
                        .run();
        assertThat(reasons(run)).contains("email_conflict");
        assertThat(run.events(sandbox.personById("2").orElseThrow())).hasSize(2);
    }

    /** Customer 1 has the address, customer 2 claims it, then somebody is known by it only. */
    private SandboxRun shared() throws Exception {
        return new SandboxRun(sandbox, dir)
                .view(0, "w", "email", "e@x.org", "customer_id", "1")
                .view(1, "v", "email", "e@x.org", "customer_id", "2")
                .view(2, "w")
                .view(3, "u", "email", "e@x.org");
    }

    private static java.util.List<String> reasons(SandboxRun run) {
        return run.receipts.stream().map(Receipt::getReason).toList();
    }
}
