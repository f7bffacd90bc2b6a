package io.backstitch.pipeline.deliver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a secret; its value never appears in a message. */
final class SecretFile {
    static final String API_KEY_VARIABLE = "BACKSTITCH_CUSTOMERIO_API_KEY";

    private SecretFile() {}

    /**
     * @param file name of a file, or null to read the environment variable
     * @return the secret without surrounding white space
     * @throws IOException if there is none, naming the option, never the value
     */
    static String read(String option, String file, String variable) throws IOException {
        if (file == null) {
            String value = System.getenv(variable);
            if (value == null || value.isBlank()) {
                throw new IOException(
                        option + ": no file is named and " + variable + " is not set either");
            }
            return value.trim();
        }
        String value;
        try {
            value = Files.readString(Path.of(file), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            throw new IOException(
                    option + ": cannot read the file " + file + " on this machine; mount it there");
        }
        if (value.isEmpty()) {
            throw new IOException(option + ": the file " + file + " is empty");
        }
        return value;
    }
}
