package io.backstitch.cli.preflight;

import java.util.List;
import java.util.Locale;

/** The report as one page that needs nothing else: no script, no host, drawings inside. */
final class HtmlReport {
    private static final String STYLE =
            """
            body{font:16px/1.5 system-ui,sans-serif;color:#1d2733;background:#f4f6f8;margin:0}
            main{max-width:62rem;margin:0 auto;padding:2rem 1.25rem}
            h1{margin:0 0 .25rem;font-size:1.7rem}h2{margin:0;font-size:1.15rem}
            .sub{color:#5a6775;margin:0 0 1.5rem}
            .verdict{padding:1rem 1.25rem;border-radius:.5rem;color:#fff;font-weight:600;
            font-size:1.2rem;margin-bottom:1.5rem}
            .ready{background:#1c7c4a}.open{background:#b3261e}
            section{background:#fff;border-radius:.5rem;padding:1.1rem 1.25rem;margin:0 0 1rem;
            border-left:.4rem solid #b3261e}
            section.holds{border-color:#1c7c4a}section.within{border-color:#b7791f}
            section.none{border-color:#7b8794}section.plain{border-color:#3b6ea5}
            .tag{float:right;font-size:.85rem;font-weight:600;padding:.1rem .6rem;
            border-radius:1rem;background:#eef1f4}
            .number{font-size:1.5rem;font-weight:650}
            .advice{background:#fff6e5;padding:.5rem .75rem;border-radius:.35rem}
            table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.5rem 0 0}
            th,td{text-align:left;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #e4e8ec}
            th{color:#5a6775;font-weight:600}td:last-child,th:last-child{text-align:right}
            .scroll{overflow-x:auto}svg{max-width:100%;height:auto;margin-top:.5rem}
            details{margin-top:.5rem}summary{cursor:pointer;color:#3b6ea5}
            @media print{body{background:#fff}section{break-inside:avoid}}
            """;
    private static final int BAR = 22;

    private final StringBuilder out = new StringBuilder(32_768);

    private HtmlReport() {}

    static String of(Report report) {
        HtmlReport page = new HtmlReport();
        page.write(report);
        return page.out.toString();
    }

    private void write(Report report) {
        out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\">")
                .append("<title>Backstitch pre-flight</title><style>")
                .append(STYLE)
                .append("</style></head><body><main>\n<h1>Pre-flight report</h1>\n");
        tag(
                "p class=\"sub\"",
                String.format(
                        Locale.ROOT,
                        "%s: %,d records with %,d usable events, %s",
                        report.sample(),
                        report.records(),
                        report.events(),
                        report.span()));
        String colour = report.isReady() ? "ready" : "open";
        tag("div class=\"verdict " + colour + "\"", report.verdict());
        if (report.unreadable() > 0) {
            tag("p", report.unreadable() + " records or events could not be read at all.");
        }
        int number = 1;
        for (Finding finding : report.findings()) {
            point(number++, finding);
        }
        size(report.size());
        people(report.people());
        out.append("</main></body></html>\n");
    }

    private void point(int number, Finding finding) {
        String colour =
                switch (finding.status()) {
                    case HOLDS -> "holds";
                    case WITHIN_LIMIT -> "within";
                    case NOT_SEEN -> "none";
                    case BROKEN -> "broken";
                };
        out.append("<section class=\"").append(colour).append("\" id=\"");
        out.append(finding.point().key()).append("\">");
        tag("span class=\"tag\"", finding.status().words);
        tag("h2", number + ". " + finding.point().promise);
        out.append("<p>");
        tag("span class=\"number\"", String.format(Locale.ROOT, "%,d ", finding.faults()));
        text(
                String.format(
                        Locale.ROOT,
                        "%s (%s of %,d; limit %s)",
                        finding.point().counted,
                        TextReport.percent(finding.percent()),
                        finding.of(),
                        TextReport.percent(finding.limit())));
        out.append("</p>\n");
        for (String fact : finding.facts()) {
            tag("p", fact);
        }
        if (!finding.isReady()) {
            tag("p class=\"advice\"", finding.point().advice);
        }
        for (Finding.Chart chart : finding.charts()) {
            chart(chart);
        }
        for (Finding.Table table : finding.tables()) {
            table(table);
        }
        out.append("</section>\n");
    }

    private void table(Finding.Table table) {
        if (table.rows().isEmpty()) {
            return;
        }
        out.append("<details><summary>");
        text(table.title());
        out.append("</summary><div class=\"scroll\"><table><thead><tr>");
        table.columns().forEach(column -> tag("th", column));
        out.append("</tr></thead><tbody>");
        for (List<String> row : table.rows()) {
            out.append("<tr>");
            row.forEach(cell -> tag("td", cell));
            out.append("</tr>");
        }
        out.append("</tbody></table></div></details>\n");
    }

    private void chart(Finding.Chart chart) {
        if (chart.bars().isEmpty()) {
            return;
        }
        double most = 0;
        for (Finding.Bar bar : chart.bars()) {
            most = Math.max(most, bar.value());
        }
        int height = 28 + BAR * chart.bars().size();
        out.append("<svg role=\"img\" width=\"720\" height=\"").append(height);
        out.append("\" viewBox=\"0 0 720 ").append(height).append("\"><title>");
        text(chart.title());
        out.append("</title><text x=\"0\" y=\"16\" font-size=\"14\" font-weight=\"600\">");
        text(chart.title());
        out.append("</text>");
        int y = 28;
        for (Finding.Bar bar : chart.bars()) {
            long width = most == 0 ? 0 : Math.round(420 * bar.value() / most);
            out.append("<text x=\"190\" y=\"").append(y + 14);
            out.append("\" font-size=\"13\" text-anchor=\"end\">");
            text(bar.label());
            out.append("</text><rect x=\"200\" y=\"").append(y + 2).append("\" height=\"");
            out.append(BAR - 6).append("\" width=\"").append(Math.max(1, width));
            out.append("\" fill=\"#3b6ea5\"/><text x=\"").append(208 + width);
            out.append("\" y=\"").append(y + 14).append("\" font-size=\"13\">");
            text(bar.shown());
            out.append("</text>");
            y += BAR;
        }
        out.append("</svg>\n");
    }

    private void size(Size size) {
        if (size == null) {
            return;
        }
        out.append("<section class=\"plain\">");
        tag("h2", "Size");
        size.lines().forEach(line -> tag("p", line));
        out.append("</section>\n");
    }

    private void people(PeopleExport.Report people) {
        if (people == null) {
            return;
        }
        out.append("<section class=\"plain\">");
        tag("h2", "The workspace");
        tag(
                "p",
                String.format(
                        Locale.ROOT,
                        "%,d profiles; %,d people are in it more than once.",
                        people.profiles(),
                        people.duplicates().size()));
        List<List<String>> rows =
                people.duplicates().stream()
                        .map(
                                one ->
                                        List.of(
                                                one.email(),
                                                String.join(", ", one.secondaries()),
                                                one.primary(),
                                                one.conflict() ? "each has an id" : ""))
                        .toList();
        table(
                new Finding.Table(
                        "Merges", List.of("address", "merge", "into", "to be decided"), rows));
        out.append("</section>\n");
    }

    private void tag(String tag, String content) {
        out.append('<').append(tag).append('>');
        text(content);
        int space = tag.indexOf(' ');
        out.append("</").append(space < 0 ? tag : tag.substring(0, space)).append(">\n");
    }

    /** Names in a sample are anybody's: nothing in them is markup. */
    private void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
    }
}
