package io.backstitch.cli.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleExportTest {
    private static final String EXPORT =
            """
            cio_id,id,email,created_at,name
            c1,,ada@example.com,1700000100,Ada
            c2,7,Ada@Example.com ,1700000200,"Lovelace, Ada"
            c3,8,grace@example.com,1700000300,"a ""quoted"" name"
            c4,9,tony@example.com,1700000500,
            c5,10,tony@example.com,1700000400,
            c6,,,1700000600,nobody
            c7,,,1700000700,nobody else
            """;

    @TempDir Path dir;

    @Test
    void profilesWithOneAddressAreMergedIntoTheOneWithAnId() throws Exception {
        PeopleExport.Report report = PeopleExport.read(export(EXPORT), true);

        assertThat(report.profiles()).isEqualTo(7);
        assertThat(report.duplicates())
                .containsExactly(
                        new PeopleExport.Duplicate(
                                "ada@example.com", "id:7", List.of("cio_id:c1"), false),
                        new PeopleExport.Duplicate(
                                "tony@example.com", "id:10", List.of("id:9"), true));
    }

    @Test
    void nobodyIsNamedUnlessAskedFor() throws Exception {
        assertThat(PeopleExport.read(export(EXPORT), false).duplicates().toString())
                .contains("a***@example.com")
                .doesNotContain("ada@", "tony@", "id:10");
    }

    @Test
    void anotherFileIsRefusedInWords() throws Exception {
        Path other = export("a,b\n1,2\n");

        assertThatThrownBy(() -> PeopleExport.read(other, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no export of people");
    }

    private Path export(String text) throws Exception {
        return Files.writeString(dir.resolve("people.csv"), text);
    }
}
