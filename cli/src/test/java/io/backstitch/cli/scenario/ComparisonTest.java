package io.backstitch.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.cli.scenario.Expected.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values and rows; feeds are compared in {@link ScenariosIT}, with a real one. */
class ComparisonTest {
    private final Values values = new Values(new Moments(Moments.DAY_ONE));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    59.90            | 59.9              | true
                    59.90            | 59.91             | false
                    42               | "42"              | true
                    '42'             | 42                | false
                    true             | true              | true
                    true             | "true"            | false
                    null             | null              | true
                    null             | 0                 | false
                    '*'              | false             | true
                    '*'              | null              | false
                    day 1 09:31      | 1772443860        | true
                    day 1 09:32      | 1772443860        | false
                    [a, 1]           | ["a", 1]          | true
                    [a]              | ["a", 1]          | false
                    {a: 1}           | {"a": 1, "b": 2}  | true
                    {a: 1, b: null}  | {"a": 1, "b": 2}  | false
                    """)
    void aValueIsComparedByItsMeaning(String expected, String got, boolean same) throws Exception {
        Tree tree = YamlTree.read(expected, new Faults());
        assertThat(values.same(tree, new ObjectMapper().readTree(got))).isEqualTo(same);
    }

    @Test
    void aRowCountsTheRecordsThatHaveAllItsFields() {
        List<Map<String, String>> records =
                List.of(
                        Map.of("outcome", "accepted", "event", "a"),
                        Map.of("outcome", "accepted", "event", "b", "reason", "r"),
                        Map.of("outcome", "duplicate", "event", "a"));

        assertThat(wrong(row(2, "outcome", "ACCEPTED"), records, false)).isZero();
        assertThat(wrong(row(1, "outcome", "accepted", "reason", null), records, false)).isZero();
        assertThat(wrong(row(1, "reason", "*"), records, false)).isZero();
        assertThat(wrong(row(0, "outcome", "refused"), records, false)).isZero();
        assertThat(wrong(row(1, "outcome", "accepted"), records, false)).isOne();
        assertThat(wrong(row(2, "outcome", "accepted"), records, true))
                .as("one is not meant by any row")
                .isOne();
    }

    private static int wrong(Row row, List<Map<String, String>> records, boolean complete) {
        return Rows.compare("receipts", List.of(row), records, complete).wrong();
    }

    private static Row row(int count, String... fields) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put(fields[i], fields[i + 1]);
        }
        return new Row(new Tree.Place(1, 1, ""), map, count);
    }
}
