package io.backstitch.schemas.contract;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints a {@link Page} as HTML. Whatever a contract says is text, never markup. */
final class HtmlPage {
    private static final String STYLE =
            """
            body{font:16px/1.55 system-ui,sans-serif;color:#1d2733;background:#f4f6f8;margin:0}
            main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 4rem;background:#fff}
            h1{font-size:1.7rem;margin:.2rem 0 1rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}
            table{border-collapse:collapse;width:100%;font-size:.92rem;margin:.75rem 0}
            th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;
            border-bottom:1px solid #e4e8ec}th{color:#5a6775;font-weight:600}
            code,pre{font:.9em ui-monospace,monospace;background:#eef1f4;border-radius:.25rem}
            code{padding:.05rem .3rem}pre{padding:.9rem;overflow-x:auto}a{color:#2b5f96}
            .wide{overflow-x:auto}
            @media print{body,main{background:#fff}}
            """;
    private static final Pattern INLINE =
            Pattern.compile("`([^`]*)`|\\[([^\\]]*)\\]\\(([^)]*)\\)|\\*([^*]+)\\*");

    private final StringBuilder out = new StringBuilder(8192);

    private HtmlPage() {}

    static String of(String title, List<Page.Block> blocks) {
        HtmlPage page = new HtmlPage();
        page.out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.out.append("<meta name=\"viewport\" content=\"width=device-width\"><title>");
        page.escaped(title);
        page.out.append("</title><style>\n").append(STYLE).append("</style></head><body><main>\n");
        page.tag("h1", title);
        blocks.forEach(page::block);
        page.out.append("</main></body></html>\n");
        return page.out.toString();
    }

    private void block(Page.Block block) {
        if (block instanceof Page.Block.Heading heading) {
            tag("h" + heading.level(), heading.text());
        } else if (block instanceof Page.Block.Text text) {
            tag("p", text.text());
        } else if (block instanceof Page.Block.Table table) {
            table(table);
        } else if (block instanceof Page.Block.Code code) {
            out.append("<pre>");
            escaped(code.text());
            out.append("</pre>\n");
        }
    }

    private void table(Page.Block.Table table) {
        out.append("<div class=\"wide\"><table><thead><tr>");
        table.columns().forEach(column -> tag("th", column));
        out.append("</tr></thead><tbody>\n");
        for (List<String> row : table.rows()) {
            out.append("<tr>");
            row.forEach(cell -> tag("td", cell));
            out.append("</tr>\n");
        }
        out.append("</tbody></table></div>\n");
    }

    private void tag(String tag, String text) {
        out.append('<').append(tag).append('>');
        inline(text);
        out.append("</").append(tag).append('>');
        if (!tag.startsWith("t")) {
            out.append('\n');
        }
    }

    private void inline(String text) {
        Matcher matcher = INLINE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            escaped(text.substring(from, matcher.start()));
            from = matcher.end();
            if (matcher.group(1) != null) {
                wrapped("code", matcher.group(1));
            } else if (matcher.group(4) != null) {
                wrapped("em", matcher.group(4));
            } else {
                out.append("<a href=\"");
                escaped(matcher.group(3).replaceFirst("\\.md$", ".html"));
                out.append("\">");
                escaped(matcher.group(2));
                out.append("</a>");
            }
        }
        escaped(text.substring(from));
    }

    private void wrapped(String tag, String text) {
        out.append('<').append(tag).append('>');
        escaped(text);
        out.append("</").append(tag).append('>');
    }

    private void escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(Character.isISOControl(c) && c != '\n' ? ' ' : c);
            }
        }
    }
}
