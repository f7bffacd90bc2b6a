package io.backstitch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The questions in a folder: a file of SQL each, whose first line says what it asks. */
final class Questions {
    /** The definitions that all of them share. */
    static final String TABLES = "tables.sql";

    private static final String ENDING = ".sql";
    private static final String HEAD = "-- Question: ";

    private Questions() {}

    /** What is asked, by name of the question. */
    static Map<String, String> in(Path folder) throws IOException {
        Map<String, String> questions = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(ENDING) && !name.equals(TABLES)) {
                    questions.put(name.substring(0, name.length() - ENDING.length()), head(file));
                }
            }
        }
        return questions;
    }

    private static String head(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String first = lines.isEmpty() ? "" : lines.get(0);
        return first.startsWith(HEAD) ? first.substring(HEAD.length()) : "";
    }

    /**
     * @param question a question's name, or a path
     * @throws IllegalArgumentException if it is neither
     */
    static Path find(Path folder, String question) {
        for (Path file : List.of(Path.of(question), folder.resolve(question + ENDING))) {
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new IllegalArgumentException(
                "There is no file "
                        + question
                        + " and no question of that name in "
                        + folder
                        + "; ./backstitch sql lists them.");
    }
}
