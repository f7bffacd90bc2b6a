package io.backstitch.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ContractPageTest {
    private static final Path PAGE = Path.of("..", "docs", "contract.md");

    /** {@code -Dbackstitch.docs.write=true} writes the page instead of comparing it. */
    @Test
    void theReferencePageIsThatOfTheContract() throws IOException {
        String expected = ContractPage.markdown(Contract.packaged());
        if (Boolean.getBoolean("backstitch.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, expected, StandardCharsets.UTF_8);
        }

        assertThat(Files.readString(PAGE, StandardCharsets.UTF_8))
                .as("docs/contract.md is stale; write it anew with -Dbackstitch.docs.write=true")
                .isEqualTo(expected);
    }
}
