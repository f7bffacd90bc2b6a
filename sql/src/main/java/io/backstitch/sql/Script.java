package io.backstitch.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of plain Flink SQL, as Flink's own client takes it: its statements in order, comments
 * dropped, with what it sets by {@code SET 'key' = 'value'} taken out.
 *
 * <p>Splits at {@code ;} outside quotes. Knows {@code --} comments, quoted text ({@code '...'}) and
 * quoted names ({@code `...`}); nothing more of the grammar.
 *
 * @param settings configuration of the session, in the file's order
 * @param statements everything else
 */
record Script(Map<String, String> settings, List<String> statements) {
    private static final Pattern SET =
            Pattern.compile("SET\\s+'([^']+)'\\s*=\\s*'([^']*)'", Pattern.CASE_INSENSITIVE);

    static Script parse(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> statements = new ArrayList<>();
        for (String statement : split(text)) {
            Matcher set = SET.matcher(statement);
            if (set.matches()) {
                settings.put(set.group(1), set.group(2));
            } else {
                statements.add(statement);
            }
        }
        return new Script(settings, statements);
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
}
