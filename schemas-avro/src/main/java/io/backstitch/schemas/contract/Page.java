package io.backstitch.schemas.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * A page of text, written once and printed as Markdown or as HTML. Texts may hold {@code `code`}
 * and links, {@code [text](page.md)}; in HTML a link to a {@code .md} page goes to the {@code
 * .html} one. The same content always gives the same bytes.
 */
public final class Page {
    private final String title;
    private final List<Block> blocks = new ArrayList<>();

    sealed interface Block {
        record Heading(int level, String text) implements Block {}

        record Text(String text) implements Block {}

        record Comment(String text) implements Block {}

        record Table(List<String> columns, List<List<String>> rows) implements Block {}

        record Code(String language, String text) implements Block {}
    }

    /**
     * @param title also its first heading
     */
    public Page(String title) {
        this.title = title;
    }

    /** A heading below the title's: level 2 or more. */
    public Page heading(int level, String text) {
        blocks.add(new Block.Heading(level, text));
        return this;
    }

    /** A paragraph. */
    public Page text(String text) {
        blocks.add(new Block.Text(text.strip()));
        return this;
    }

    /** For those who edit the file; HTML leaves it out. */
    public Page comment(String text) {
        blocks.add(new Block.Comment(text));
        return this;
    }

    /** A table; rows have as many cells as there are columns. */
    public Page table(List<String> columns, List<List<String>> rows) {
        blocks.add(new Block.Table(List.copyOf(columns), List.copyOf(rows)));
        return this;
    }

    /** Text as it is, line by line. */
    public Page code(String language, String text) {
        blocks.add(new Block.Code(language, text.strip()));
        return this;
    }

    /** Ends with a line break. */
    public String markdown() {
        StringBuilder out = new StringBuilder("# ").append(title).append('\n');
        for (Block block : blocks) {
            out.append('\n');
            if (block instanceof Block.Heading heading) {
                out.append("#".repeat(heading.level())).append(' ').append(heading.text());
                out.append('\n');
            } else if (block instanceof Block.Text text) {
                out.append(text.text()).append('\n');
            } else if (block instanceof Block.Comment comment) {
                out.append("<!-- ").append(comment.text()).append(" -->\n");
            } else if (block instanceof Block.Table table) {
                table(out, table);
            } else if (block instanceof Block.Code code) {
                out.append("```").append(code.language()).append('\n').append(code.text());
                out.append("\n```\n");
            }
        }
        return out.toString();
    }

    private static void table(StringBuilder out, Block.Table table) {
        row(out, table.columns());
        out.append("|---".repeat(table.columns().size())).append("|\n");
        table.rows().forEach(cells -> row(out, cells));
    }

    private static void row(StringBuilder out, List<String> cells) {
        out.append('|');
        for (String cell : cells) {
            out.append(' ').append(cell.replace("|", "\\|").replace('\n', ' ')).append(" |");
        }
        out.append('\n');
    }

    /** A whole document that needs nothing else: no script, no other file. */
    public String html() {
        return HtmlPage.of(title, blocks);
    }
}
