package io.backstitch.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** How answers are written. Empty cells are nulls. */
enum Format {
    /** For people: a header, a rule, one line per row, the row count. */
    TABLE {
        @Override
        void print(Answer answer, PrintStream out) {
            List<List<String>> lines = new ArrayList<>();
            lines.add(answer.columns());
            answer.rows().forEach(row -> lines.add(texts(row)));
            int[] widths = widths(lines);
            for (int i = 0; i < lines.size(); i++) {
                out.println(aligned(lines.get(i), widths));
                if (i == 0) {
                    out.println(rule(widths));
                }
            }
            int rows = lines.size() - 1;
            out.println("(" + rows + (rows == 1 ? " row)" : " rows)"));
        }

        @Override
        String line(List<String> columns, List<Object> row) {
            return String.join("  ", texts(row));
        }
    },

    /** RFC 4180, with a header. */
    CSV {
        @Override
        void print(Answer answer, PrintStream out) {
            out.println(header(answer.columns()));
            answer.rows().forEach(row -> out.println(line(answer.columns(), row)));
        }

        @Override
        String header(List<String> columns) {
            return String.join(",", columns);
        }

        @Override
        String line(List<String> columns, List<Object> row) {
            StringJoiner line = new StringJoiner(",");
            for (String cell : texts(row)) {
                boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
                line.add(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
            }
            return line.toString();
        }
    },

    /** An array with an object per row, a line each; while following: an object per line. */
    JSON {
        @Override
        void print(Answer answer, PrintStream out) {
            StringJoiner rows = new StringJoiner(",\n ", "[", "]");
            answer.rows().forEach(row -> rows.add(line(answer.columns(), row)));
            out.println(rows);
        }

        @Override
        String header(List<String> columns) {
            return null;
        }

        @Override
        String line(List<String> columns, List<Object> row) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                object.put(columns.get(i), row.get(i));
            }
            try {
                return MAPPER.writeValueAsString(object);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("texts and numbers are always JSON", e);
            }
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A whole answer. */
    abstract void print(Answer answer, PrintStream out);

    /** What stands above the lines while following; null for nothing. */
    String header(List<String> columns) {
        return String.join("  ", columns);
    }

    /** One row on one line. */
    abstract String line(List<String> columns, List<Object> row);

    private static List<String> texts(List<Object> row) {
        List<String> texts = new ArrayList<>();
        for (Object value : row) {
            texts.add(
                    value == null
                            ? ""
                            : value instanceof BigDecimal number
                                    ? number.toPlainString()
                                    : value.toString());
        }
        return texts;
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

    private static String aligned(List<String> cells, int[] widths) {
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
