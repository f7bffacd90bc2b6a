package io.backstitch.cli.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The report for programs. */
final class JsonReport {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonReport() {}

    static String of(Report report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("ready", report.isReady());
        root.put("sample", report.sample());
        root.put("records", report.records());
        root.put("events", report.events());
        root.put("unreadable", report.unreadable());
        root.put("out_of_order", report.outOfOrder());
        if (report.first() != null) {
            root.put("first", report.first().toString());
            root.put("last", report.last().toString());
        }
        ArrayNode points = root.putArray("points");
        for (Finding finding : report.findings()) {
            point(finding, points.addObject());
        }
        if (report.size() != null) {
            root.set("size", JSON.valueToTree(report.size()));
        }
        if (report.people() != null) {
            root.set("people", JSON.valueToTree(report.people()));
        }
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
        }
    }

    private static void point(Finding finding, ObjectNode to) {
        to.put("point", finding.point().key());
        to.put("promise", finding.point().promise);
        to.put("status", finding.status().words.replace(' ', '_'));
        to.put("faults", finding.faults());
        to.put("of", finding.of());
        to.put("percent", finding.percent());
        to.put("limit_percent", finding.limit());
        to.put("counted", finding.point().counted);
        finding.facts().forEach(to.putArray("facts")::add);
        ArrayNode tables = to.putArray("tables");
        for (Finding.Table table : finding.tables()) {
            ObjectNode one = tables.addObject().put("title", table.title());
            ArrayNode rows = one.putArray("rows");
            for (java.util.List<String> cells : table.rows()) {
                ObjectNode row = rows.addObject();
                for (int i = 0; i < cells.size(); i++) {
                    row.put(table.columns().get(i), cells.get(i));
                }
            }
        }
        ArrayNode charts = to.putArray("charts");
        for (Finding.Chart chart : finding.charts()) {
            ArrayNode bars = charts.addObject().put("title", chart.title()).putArray("bars");
            for (Finding.Bar bar : chart.bars()) {
                bars.addObject().put("label", bar.label()).put("value", bar.value());
            }
        }
    }
}
