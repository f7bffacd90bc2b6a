package io.backstitch.sql;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

/**
 * What a query answered.
 *
 * @param columns names
 * @param rows a value per column: null, Number, Boolean or text
 */
record Answer(List<String> columns, List<List<Object>> rows) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

    /** Is told of each change as it comes. */
    @FunctionalInterface
    interface Follower {
        /**
         * @param op +I, -U, +U or -D
         */
        void change(String op, List<Object> values);
    }

    /**
     * Reads a query to its end. Of a query whose answer changes while it runs: what stands at the
     * end, by its first column.
     */
    static Answer of(TableResult result) {
        List<List<Object>> rows = new ArrayList<>();
        boolean[] changed = {false};
        follow(
                result,
                (op, values) -> {
                    if (op.equals(RowKind.INSERT.shortString())) {
                        rows.add(values);
                        return;
                    }
                    changed[0] = true;
                    if (op.startsWith("-")) {
                        rows.remove(values);
                    } else {
                        rows.add(values);
                    }
                });
        if (changed[0]) {
            rows.sort((a, b) -> compare(a.get(0), b.get(0)));
        }
        return new Answer(result.getResolvedSchema().getColumnNames(), rows);
    }

    /** Hands over each change until the query ends, if it does. */
    static void follow(TableResult result, Follower follower) {
        try (CloseableIterator<Row> rows = result.collect()) {
            rows.forEachRemaining(row -> follower.change(row.getKind().shortString(), values(row)));
        } catch (Exception e) {
            throw new IllegalStateException("the query failed", e);
        }
    }

    private static List<Object> values(Row row) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.getArity(); i++) {
            values.add(value(row.getField(i)));
        }
        return values;
    }

    private static Object value(Object field) {
        if (field == null || field instanceof Number || field instanceof Boolean) {
            return field;
        }
        return field instanceof LocalDateTime time ? TIME.format(time) : field.toString();
    }

    private static int compare(Object a, Object b) {
        if (a instanceof Number && b instanceof Number) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
        }
        return String.valueOf(a).compareTo(String.valueOf(b));
    }
}
