package io.backstitch.cli.scenario;

import io.backstitch.cli.scenario.Difference.Line;
import io.backstitch.cli.scenario.Expected.Row;
import io.backstitch.sandbox.customerio.Failure;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Compares records with rows that say some of their fields and how many records have them. */
final class Rows {
    private Rows() {}

    /**
     * @param got records as fields
     * @param complete whether every record must be meant by some row
     */
    static Difference compare(
            String title, List<Row> expected, List<Map<String, String>> got, boolean complete) {
        List<Line> lines = new ArrayList<>();
        List<Map<String, String>> unclaimed = new ArrayList<>(got);
        for (Row row : expected) {
            int count = 0;
            for (Map<String, String> record : got) {
                if (fits(row, record)) {
                    count++;
                    unclaimed.remove(record);
                }
            }
            String what = show(row.fields());
            lines.add(
                    new Line(
                            what.isEmpty() ? "all" : what,
                            row.count() == Row.ANY ? "any" : Integer.toString(row.count()),
                            Integer.toString(count),
                            row.count() == Row.ANY || count == row.count()));
        }
        if (complete) {
            Map<String, Integer> rest = new TreeMap<>();
            unclaimed.forEach(record -> rest.merge(show(record), 1, Integer::sum));
            rest.forEach((what, count) -> lines.add(new Line(what, "0", count.toString(), false)));
        }
        return new Difference(title, lines);
    }

    private static boolean fits(Row row, Map<String, String> record) {
        for (Map.Entry<String, String> field : row.fields().entrySet()) {
            String got = record.get(field.getKey());
            String expected = field.getValue();
            boolean same =
                    Objects.equals(expected, got)
                            || "*".equals(expected) && got != null
                            || expected != null && expected.equalsIgnoreCase(got);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static String show(Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach(
                (name, value) -> {
                    text.append(text.isEmpty() ? "" : "  ").append(name).append('=');
                    text.append(value == null ? "(none)" : value);
                });
        return text.toString();
    }

    static List<Map<String, String>> deadLetters(List<DeadLetter> letters) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (DeadLetter letter : letters) {
            rows.add(
                    row(
                            "stage", lower(letter.getStage()),
                            "reason", letter.getReason(),
                            "field", letter.getField(),
                            "event", letter.getEventName(),
                            "event_id", letter.getEventId(),
                            "topic", letter.getTopic(),
                            "whole_record", Boolean.toString(letter.getWholeRecord())));
        }
        return rows;
    }

    static List<Map<String, String>> failures(List<Failure> failures) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (Failure failure : failures) {
            rows.add(row("field", failure.field(), "reason", failure.reason()));
        }
        return rows;
    }

    static List<Map<String, String>> receipts(List<Receipt> receipts) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (Receipt receipt : receipts) {
            rows.add(
                    row(
                            "outcome", lower(receipt.getOutcome()),
                            "reason", receipt.getReason(),
                            "kind", lower(receipt.getKind()),
                            "event", receipt.getEventName(),
                            "event_id", receipt.getEventId(),
                            "source", receipt.getSource(),
                            "platform", receipt.getPlatform(),
                            "person", receipt.getPerson(),
                            "order_id", receipt.getOrderId(),
                            "cart_id", receipt.getCartId(),
                            "stitched", lower(receipt.getStitched()),
                            "channel", receipt.getChannel(),
                            "topic", receipt.getTopic()));
        }
        return rows;
    }

    static List<Map<String, String>> audits(List<IdentityAudit> audits) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (IdentityAudit audit : audits) {
            rows.add(
                    row(
                            "decision", lower(audit.getDecision()),
                            "reason", audit.getReason(),
                            "level", audit.getLevel(),
                            "identifier", audit.getIdentifier(),
                            "owner_level", audit.getOwnerLevel(),
                            "owner", audit.getOwner(),
                            "event_id", audit.getEventId(),
                            "topic", audit.getTopic()));
        }
        return rows;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> row(String... namesAndValues) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                row.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return row;
    }
}
