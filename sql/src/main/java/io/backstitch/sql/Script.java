package io.backstitch.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of SQL: its statements in order, comments dropped, variables filled in.
 *
 * <p>Splits at {@code ;} outside quotes. Knows {@code --} comments, quoted text ({@code '...'}) and
 * quoted names ({@code `...`}); nothing more of the grammar.
 */
final class Script {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private final List<String> statements;

    private Script(List<String> statements) {
        this.statements = statements;
    }

    /**
     * @param variables values of {@code ${name}}; {@code ${schema:NAME}} is a packaged Avro schema
     * @throws IllegalArgumentException naming the variable that has no value
     */
    static Script parse(String text, Map<String, String> variables) {
        List<String> statements = new ArrayList<>();
        for (String statement : split(text)) {
            statements.add(fill(statement, variables));
        }
        return new Script(statements);
    }

    List<String> statements() {
        return statements;
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && c == '-' && text.startsWith("--", i)) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
                part.append('\n');
                continue;
            }
            if (quote == 0 && c == ';') {
                add(parts, part);
                continue;
            }
            if (c == '\'' || c == '`') {
                quote = quote == 0 ? c : quote == c ? 0 : quote;
            }
            part.append(c);
        }
        add(parts, part);
        return parts;
    }

    private static void add(List<String> parts, StringBuilder part) {
        String statement = part.toString().strip();
        part.setLength(0);
        if (!statement.isEmpty()) {
            parts.add(statement);
        }
    }

    private static String fill(String statement, Map<String, String> variables) {
        return VARIABLE.matcher(statement)
                .replaceAll(
                        match -> {
                            String name = match.group(1);
                            String value =
                                    name.startsWith("schema:")
                                            ? schema(name.substring("schema:".length()))
                                            : variables.get(name);
                            if (value == null) {
                                throw new IllegalArgumentException(
                                        "The script uses ${"
                                                + name
                                                + "}, which has no value. Known: "
                                                + String.join(", ", variables.keySet())
                                                + ", schema:NAME.");
                            }
                            // Variables stand inside quotes, where a quote is written twice.
                            return Matcher.quoteReplacement(value.replace("'", "''"));
                        });
    }

    private static String schema(String name) {
        try (InputStream in = Script.class.getResourceAsStream("schemas/" + name + ".avsc")) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
