package io.backstitch.cli.preflight;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Customer.io's export of people, and who is in it twice: profiles with one email address. Goes
 * through the file twice and keeps eight bytes per profile, and the duplicates.
 */
final class PeopleExport {
    private PeopleExport() {}

    /**
     * Profiles that are one person.
     *
     * @param email address they share, masked unless asked for
     * @param primary the profile to keep, {@code id:…} or {@code email:…} or {@code cio_id:…}
     * @param secondaries those to merge into it
     * @param conflict several have an id of their own: a person must decide
     */
    record Duplicate(String email, String primary, List<String> secondaries, boolean conflict) {}

    /** What was found. */
    record Report(long profiles, List<Duplicate> duplicates) {}

    /**
     * Reads an export.
     *
     * @param clear whether addresses and ids are shown as they are
     * @throws IllegalStateException for people, if it is none
     */
    static Report read(Path file, boolean clear) throws IOException {
        long[] hashes = new long[1024];
        int[] n = new int[1];
        long[][] grown = {hashes};
        each(
                file,
                row -> {
                    String email = row.get("email");
                    if (!email.isEmpty()) {
                        if (n[0] == grown[0].length) {
                            grown[0] = Arrays.copyOf(grown[0], 2 * n[0]);
                        }
                        grown[0][n[0]++] = hash(email);
                    }
                });
        long[] sorted = Arrays.copyOf(grown[0], n[0]);
        Arrays.sort(sorted);
        Map<String, List<Map<String, String>>> groups = new TreeMap<>();
        long profiles =
                each(
                        file,
                        row -> {
                            String email = row.get("email");
                            if (!email.isEmpty() && isTwice(sorted, hash(email))) {
                                groups.computeIfAbsent(email, key -> new ArrayList<>()).add(row);
                            }
                        });
        List<Duplicate> duplicates = new ArrayList<>();
        groups.forEach(
                (email, rows) -> {
                    if (rows.size() > 1) {
                        duplicates.add(duplicate(email, rows, clear));
                    }
                });
        return new Report(profiles, duplicates);
    }

    private static Duplicate duplicate(
            String email, List<Map<String, String>> rows, boolean clear) {
        Map<String, String> primary = null;
        int ids = 0;
        for (Map<String, String> row : rows) {
            ids += row.get("id").isEmpty() ? 0 : 1;
            boolean better =
                    primary == null
                            || (primary.get("id").isEmpty() && !row.get("id").isEmpty())
                            || (primary.get("id").isEmpty() == row.get("id").isEmpty()
                                    && created(row) < created(primary));
            primary = better ? row : primary;
        }
        List<String> secondaries = new ArrayList<>();
        for (Map<String, String> row : rows) {
            if (row != primary) {
                secondaries.add(name(row, clear));
            }
        }
        return new Duplicate(
                clear ? email : masked(email), name(primary, clear), secondaries, ids > 1);
    }

    private static String name(Map<String, String> row, boolean clear) {
        for (String column : new String[] {"id", "cio_id", "email"}) {
            String value = row.get(column);
            if (!value.isEmpty()) {
                return column + ":" + (clear || column.equals("cio_id") ? value : masked(value));
            }
        }
        return "a profile without any identifier";
    }

    /** The first letter, and the domain of an address. */
    static String masked(String text) {
        int at = text.indexOf('@');
        String start = text.substring(0, Math.min(1, text.length()));
        return at > 0 ? start + "***" + text.substring(at) : start + "***";
    }

    private static double created(Map<String, String> row) {
        try {
            return Double.parseDouble(row.getOrDefault("created_at", ""));
        } catch (NumberFormatException e) {
            return Double.MAX_VALUE;
        }
    }

    private static boolean isTwice(long[] sorted, long hash) {
        int at = Arrays.binarySearch(sorted, hash);
        return at >= 0
                && ((at > 0 && sorted[at - 1] == hash)
                        || (at + 1 < sorted.length && sorted[at + 1] == hash));
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** Takes one profile; columns that are missing are empty. */
    private interface Row {
        void take(Map<String, String> row);
    }

    private static long each(Path file, Row take) throws IOException {
        long rows = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            List<String> header = record(reader);
            if (header == null || !contains(header, "email")) {
                throw new IllegalStateException(
                        file
                                + " is no export of people: expected a first line with the column"
                                + " names, email among them. Customer.io: People, select all,"
                                + " Export to CSV.");
            }
            for (List<String> cells; (cells = record(reader)) != null; ) {
                Map<String, String> row = new HashMap<>(Map.of("id", "", "cio_id", ""));
                row.put("email", "");
                for (int i = 0; i < Math.min(cells.size(), header.size()); i++) {
                    row.put(column(header.get(i)), cells.get(i).strip());
                }
                row.put("email", row.get("email").toLowerCase(Locale.ROOT));
                take.take(row);
                rows++;
            }
        }
        return rows;
    }

    private static boolean contains(List<String> header, String name) {
        return header.stream().anyMatch(column -> column(column).equals(name));
    }

    private static String column(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        return plain.startsWith("\ufeff") ? plain.substring(1) : plain;
    }

    /** One record of a CSV file, RFC 4180; null at the end. */
    private static List<String> record(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        if (line == null) {
            return null;
        }
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        int i = 0;
        while (true) {
            if (i == line.length()) {
                String next = quoted ? reader.readLine() : null;
                if (next == null) {
                    break;
                }
                cell.append('\n');
                line = next;
                i = 0;
                continue;
            }
            char c = line.charAt(i++);
            if (c == '"' && quoted && i < line.length() && line.charAt(i) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
