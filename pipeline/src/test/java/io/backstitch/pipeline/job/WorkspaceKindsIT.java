package io.backstitch.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.customerio.Behaviour.WorkspaceKind;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.PersonView;
import io.backstitch.sandbox.customerio.SandboxOptions;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run per kind of workspace, against a stand-in that refuses what such a one refuses. */
class WorkspaceKindsIT {
    @TempDir private Path dir;

    @Test
    void phoneFirstInAWorkspaceThatKnowsIdsOnly() throws Exception {
        try (CustomerIoSandbox sandbox = start(WorkspaceKind.ID)) {
            SandboxRun run =
                    new SandboxRun(sandbox, dir)
                            .with("identity.levels", "anonymous_id;cart_id;order_id;phone")
                            .with("customerio.workspace", "id")
                            .view(0, "w")
                            .view(1, "w", "mobile_number", "+49 30 901820", "email", "e@x.org")
                            .batch(
                                    2,
                                    "p",
                                    "product_viewed",
                                    "\"product_id\":\"p2\"",
                                    "\"$Mobile\":\"+4930901820\"",
                                    "customer_id",
                                    "7")
                            .run();
            assertThat(SandboxRun.identifiers(sandbox))
                    .containsExactly(Map.entry("+4930901820", "null"));
            PersonView person = sandbox.people().get(0);
            assertThat(run.events(person))
                    .containsExactly("product_viewed", "product_viewed", "product_viewed");
            assertThat(person.attributes().get("email").asText())
                    .as("a plain attribute here")
                    .isEqualTo("e@x.org");
            assertThat(person.attributes().get("customer_id").asText()).isEqualTo("7");
            assertThat(person.attributes().get("phone").asText()).isEqualTo("+4930901820");
        }
    }

    @Test
    void emailFirstInAWorkspaceThatKnowsEmailsOnly() throws Exception {
        try (CustomerIoSandbox sandbox = start(WorkspaceKind.EMAIL)) {
            SandboxRun run =
                    new SandboxRun(sandbox, dir)
                            .with("identity.levels", "anonymous_id;cart_id;order_id;email")
                            .with("customerio.workspace", "email")
                            .view(0, "w")
                            .view(1, "w", "email", "E@x.org", "customer_id", "7")
                            .view(2, "p", "email", "e@x.org")
                            .run();
            assertThat(SandboxRun.identifiers(sandbox))
                    .containsExactly(Map.entry("null", "e@x.org"));
            PersonView person = sandbox.people().get(0);
            assertThat(run.events(person)).hasSize(3);
            assertThat(person.attributes().get("customer_id").asText()).isEqualTo("7");
        }
    }

    @Test
    void customersByIdInAWorkspaceThatKnowsIdsOnly() throws Exception {
        try (CustomerIoSandbox sandbox = start(WorkspaceKind.ID)) {
            new SandboxRun(sandbox, dir)
                    .with("identity.levels", "anonymous_id;customer_id")
                    .with("customerio.workspace", "id")
                    .view(0, "w", "email", "e@x.org", "customer_id", "7")
                    .view(1, "p", "email", "e@x.org", "customer_id", "8")
                    .run();
            assertThat(SandboxRun.identifiers(sandbox))
                    .as("an address that two share is no conflict there")
                    .containsExactlyInAnyOrder(Map.entry("7", "null"), Map.entry("8", "null"));
            assertThat(sandbox.people())
                    .allMatch(p -> p.attributes().get("email").asText().equals("e@x.org"));
        }
    }

    @Test
    void guestsAndCustomersInAWorkspaceThatKnowsBoth() throws Exception {
        try (CustomerIoSandbox sandbox = start(WorkspaceKind.ID_AND_EMAIL)) {
            SandboxRun run =
                    new SandboxRun(sandbox, dir)
                            .view(0, "w")
                            .view(1, "w", "email", "e@x.org")
                            .view(2, "w", "email", "e@x.org", "customer_id", "7")
                            .view(3, "p", "email", "e@x.org")
                            .run();
            assertThat(SandboxRun.identifiers(sandbox)).containsExactly(Map.entry("7", "e@x.org"));
            assertThat(run.events(sandbox.people().get(0))).hasSize(4);
            assertThat(sandbox.failures()).isEmpty();
        }
    }

    private static CustomerIoSandbox start(WorkspaceKind kind) {
        return CustomerIoSandbox.start(SandboxOptions.builder().workspace(kind).build());
    }
}
