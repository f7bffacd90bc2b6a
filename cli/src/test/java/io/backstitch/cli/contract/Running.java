package io.backstitch.cli.contract;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** {@code backstitch contract ...}, run in place. */
final class Running {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final int code;

    Running(Object... args) {
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        code =
                new CommandLine(new ContractCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(texts);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    /** A directory with a version and one event, {@code store_visited}, with these parts. */
    static Path contract(Path directory, String version, String synonyms, String... fields) {
        write(directory, "contract.json", "{\"version\": \"" + version + "\"}");
        event(directory, "store_visited", "StoreVisited", synonyms, fields);
        return directory;
    }

    static void event(
            Path directory, String event, String record, String synonyms, String... fields) {
        write(
                directory,
                record + ".avsc",
                "{\"type\":\"record\",\"name\":\""
                        + record
                        + "\",\"doc\":\"In a shop.\",\"event\":\""
                        + event
                        + "\",\"used_by\":[\"win_back\"],\"synonyms\":["
                        + synonyms
                        + "],\"fields\":["
                        + String.join(",", fields)
                        + "]}");
    }

    static String optional(String name, String type, String more) {
        return "{\"name\":\""
                + name
                + "\",\"type\":[\"null\","
                + type
                + "],\"default\":null,\"doc\":\"A.\""
                + more
                + "}";
    }

    static String required(String name, String type, String more) {
        return "{\"name\":\""
                + name
                + "\",\"type\":"
                + type
                + ",\"required\":true,\"doc\":\"A.\""
                + more
                + "}";
    }

    static void write(Path directory, String name, String content) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name), content, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
