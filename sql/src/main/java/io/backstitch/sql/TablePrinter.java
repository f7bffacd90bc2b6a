package io.backstitch.sql;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Prints a bounded result as a plain table: a header, a rule, one line per row, the row count. */
final class TablePrinter {
    private TablePrinter() {}

    static void print(TableResult result, PrintStream out) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(result.getResolvedSchema().getColumnNames());
        try (CloseableIterator<Row> rows = result.collect()) {
            rows.forEachRemaining(row -> lines.add(cells(row)));
        } catch (Exception e) {
            throw new IllegalStateException("the query failed", e);
        }
        int[] widths = widths(lines);
        for (int i = 0; i < lines.size(); i++) {
            out.println(line(lines.get(i), widths));
            if (i == 0) {
                out.println(rule(widths));
            }
        }
        int rows = lines.size() - 1;
        out.println("(" + rows + (rows == 1 ? " row)" : " rows)"));
    }

    private static List<String> cells(Row row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.getArity(); i++) {
            cells.add(row.getField(i) == null ? "" : row.getField(i).toString());
        }
        return cells;
    }

    private static int[] widths(List<List<String>> lines) {
        int[] widths = new int[lines.get(0).size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            line.append(i == 0 ? "" : "  ").append(cell);
            line.append(" ".repeat(widths[i] - cell.length()));
        }
        return line.toString().stripTrailing();
    }

    private static String rule(int[] widths) {
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            rule.append(i == 0 ? "" : "  ").append("-".repeat(widths[i]));
        }
        return rule.toString();
    }
}
