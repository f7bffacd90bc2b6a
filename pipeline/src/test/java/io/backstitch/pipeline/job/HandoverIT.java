package io.backstitch.pipeline.job;

import static io.backstitch.pipeline.job.SandboxRun.profile;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.customerio.PersonView;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guest becomes a customer, in front of a workspace that has known them before, or has not. */
class HandoverIT extends WithSandbox {
    /** Afterwards one profile with both identifiers and the whole history, whatever was before. */
    @ParameterizedTest(name = "email there: {0}, id there: {1}")
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void thereIsOneProfileAfterwards(boolean email, boolean id) throws Exception {
        if (email) {
            SandboxRun.before(sandbox, profile("email", "g@x.org", "from_email"));
        }
        if (id) {
            SandboxRun.before(sandbox, profile("id", "7", "from_id"));
        }
        SandboxRun run = guestThenCustomer().run();
        assertThat(SandboxRun.identifiers(sandbox)).containsExactly(Map.entry("7", "g@x.org"));
        PersonView person = sandbox.people().get(0);
        assertThat(run.events(person)).hasSize(4);
        assertThat(person.attributes().containsKey("from_email")).isEqualTo(email);
        assertThat(person.attributes().containsKey("from_id")).isEqualTo(id);
        assertThat(person.attributes().get("first_name").asText()).isEqualTo("Ada");
        assertThat(sandbox.failures()).isEmpty();
        assertThat(merges(run)).containsExactly(id ? "ACCEPTED null" : "ACCEPTED nothing_to_merge");
    }

    @Test
    void withoutTheAppApiNothingIsMergedAndTheReceiptSaysSo() throws Exception {
        SandboxRun.before(sandbox, profile("email", "g@x.org", "mail"), profile("id", "7", "shop"));
        SandboxRun run = guestThenCustomer().without("customerio.app-api-key-file").run();
        assertThat(merges(run)).containsExactly("FILTERED merge_unchecked");
        assertThat(sandbox.people()).hasSize(2);
    }

    @Test
    void severalGuestsBecomeOneCustomer() throws Exception {
        SandboxRun run =
                new SandboxRun(sandbox, dir)
                        .view(0, "w", "email", "one@x.org")
                        .view(1, "v", "email", "two@x.org")
                        .view(2, "u", "email", "three@x.org")
                        .view(10, "w", "email", "one@x.org", "customer_id", "7")
                        .view(11, "v", "email", "two@x.org", "customer_id", "7")
                        .view(12, "u", "email", "three@x.org", "customer_id", "7")
                        .view(20, "t", "email", "one@x.org")
                        .run();
        assertThat(SandboxRun.identifiers(sandbox))
                .as("the address that was used last")
                .containsExactly(Map.entry("7", "one@x.org"));
        assertThat(run.events(sandbox.people().get(0))).hasSize(7);
    }

    @Test
    void aPersonKnownByPhoneIsMergedIntoTheCustomer() throws Exception {
        SandboxRun run =
                new SandboxRun(sandbox, dir)
                        .with("identity.levels", "anonymous_id;phone;customer_id")
                        .view(0, "w", "mobile_number", "+4930901820")
                        .view(1, "w", "mobile_number", "+4930901820", "customer_id", "7")
                        .run();
        assertThat(SandboxRun.identifiers(sandbox)).containsExactly(Map.entry("7", "null"));
        assertThat(run.events(sandbox.people().get(0))).hasSize(2);
    }

    private SandboxRun guestThenCustomer() throws Exception {
        return new SandboxRun(sandbox, dir)
                .view(0, "w")
                .batch(
                        1,
                        "w",
                        "product_viewed",
                        "\"product_id\":\"p2\"",
                        "\"$FirstName\":\"Ada\"",
                        "email",
                        "g@x.org")
                .view(2, "w", "email", "g@x.org", "customer_id", "7")
                .view(3, "p", "email", "g@x.org");
    }

    private static List<String> merges(SandboxRun run) {
        return run.receipts.stream()
                .filter(receipt -> receipt.getKind() == OperationKind.MERGE)
                .map(HandoverIT::shown)
                .toList();
    }

    private static String shown(Receipt receipt) {
        Outcome outcome = receipt.getOutcome();
        return outcome + " " + receipt.getReason();
    }
}
