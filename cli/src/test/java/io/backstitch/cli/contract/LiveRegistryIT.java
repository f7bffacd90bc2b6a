package io.backstitch.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.ExitCodes;
import io.backstitch.sandbox.registry.ApicurioRegistry;
import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.registry.WireSchemas;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check asks a genuine schema registry. */
class LiveRegistryIT {
    @TempDir static Path folder;

    @Test
    void whatTheRegistryHoldsIsComparedAndNothingIsRegistered() throws Exception {
        try (ApicurioRegistry server = ApicurioRegistry.start(folder.resolve("registry"));
                SchemaRegistry registry =
                        ConfluentSchemaRegistry.connect(RegistryOptions.at(server.url()))) {
            registry.register("backstitch.receipts-value", WireSchemas.json(Receipt.class));

            Running same = new Running("check", "--registry", server.url());

            assertThat(same.code).as(same.out() + same.err()).isEqualTo(ExitCodes.OK);
            assertThat(same.out())
                    .contains("backstitch.receipts-value: the same as version 1")
                    .contains("backstitch.dead-letters-value: not registered yet");
            assertThat(new Running("check", "--registry", server.url()).out())
                    .isEqualTo(same.out());

            registry.register(
                    "backstitch.dead-letters-value",
                    WireSchemas.json(DeadLetter.class)
                            .replace("\"DELIVER\"", "\"DELIVER\",\"ARCHIVE\""));

            Running other = new Running("check", "--registry", server.url());

            assertThat(other.code).isEqualTo(ExitCodes.FAILED);
            assertThat(other.out())
                    .contains(
                            "backstitch.dead-letters-value.stage: the symbol ARCHIVE was removed");
        }
    }
}
