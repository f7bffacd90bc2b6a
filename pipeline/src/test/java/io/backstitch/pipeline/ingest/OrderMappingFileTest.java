package io.backstitch.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderMappingFileTest {
    private static final String USUAL =
            "{order_id: id, occurred_at: at, currency: cur, status: {value: placed}";

    @TempDir private Path dir;

    @Test
    void theLeastThatAFileMaySay() throws IOException {
        assertThat(faults(USUAL + "}")).isEmpty();
    }

    @Test
    void everyFaultIsNamedAtOnce() throws IOException {
        assertThat(
                        faults(
                                """
                                format: csv
                                money: euros
                                order_number: id
                                occurred_at: .at
                                currency: {value: [EUR]}
                                email: {path: a, default: b}
                                status: {path: s, values: {new: ordered}, other: drop}
                                items: {path: lines, sku: sku}
                                attributes: vip
                                """))
                .hasSize(11)
                .anyMatch(fault -> fault.startsWith("format: 'csv', expected json or avro"))
                .anyMatch(fault -> fault.startsWith("money: 'euros', expected decimal or minor"))
                .anyMatch(fault -> fault.startsWith("order_number: is no key here"))
                .anyMatch(fault -> fault.startsWith("order_id: is missing"))
                .anyMatch(fault -> fault.startsWith("occurred_at: expected where it stands"))
                .anyMatch(fault -> fault.startsWith("currency: expected where it stands"))
                .anyMatch(fault -> fault.startsWith("email.default: is no key here"))
                .anyMatch(fault -> fault.startsWith("status.values: 'ordered' is nothing that"))
                .anyMatch(fault -> fault.startsWith("status.other: 'drop'"))
                .anyMatch(fault -> fault.startsWith("items: expected path, and at least"))
                .anyMatch(fault -> fault.startsWith("attributes: expected names"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2]|expected keys with values",
                "'a: b: c'|line 1",
                "'order_id: a\norder_id: b'|names a key twice",
                "''|expected keys with values"
            })
    void whatIsNoMappingIsNotReadAsOne(String content, String fault) throws IOException {
        assertThat(faults(content)).singleElement().asString().contains(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "'',status: expected what happened",
        "'status: placed',status: expected what happened",
        "'status: {path: s}',status.values: expected the shop's words",
        "'status: {values: {a: placed}}',status: expected where it stands"
    })
    void aStatusSaysWhatHappened(String status, String fault) throws IOException {
        assertThat(faults("order_id: a\noccurred_at: b\ncurrency: c\n" + status))
                .singleElement()
                .asString()
                .startsWith(fault);
    }

    @Test
    void theConfigurationNamesTheFileAndWhatIsWrongWithIt() throws IOException {
        Path good = write("good.yaml", USUAL + "}");
        Path bad = write("bad.yaml", USUAL + ", colour: red}");
        Configuration options = new Configuration();
        options.set(
                IngestOptions.ORDER_MAPPINGS,
                List.of(
                        "shop.a=" + good,
                        "shop.b=" + bad,
                        "shop.c=" + dir.resolve("none.yaml"),
                        "shop.d",
                        "orders=" + good));

        assertThat(IngestOptions.topics(options)).contains("shop.a", "shop.b");
        assertThat(IngestOptions.faults(options))
                .hasSize(4)
                .anyMatch(f -> f.contains("bad.yaml: colour: is no key here"))
                .anyMatch(f -> f.contains("none.yaml: cannot be read: NoSuchFileException"))
                .anyMatch(f -> f.contains("shop.d is given no file; expected shop.d=FILE"))
                .anyMatch(f -> f.contains("the topic orders is named twice"));
    }

    private List<String> faults(String content) throws IOException {
        return OrderMappingFile.faults(write("mapping.yaml", content));
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(dir.resolve(name), content);
    }
}
