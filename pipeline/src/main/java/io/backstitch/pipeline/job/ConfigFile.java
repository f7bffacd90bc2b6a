package io.backstitch.pipeline.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/**
 * The one configuration file: YAML, nested or with dotted keys. Everything under {@code flink:} is
 * handed to Flink under the rest of its name.
 */
public final class ConfigFile {
    static final String FLINK = "flink.";

    private ConfigFile() {}

    /**
     * Reads a file into Flink's form of a configuration.
     *
     * @throws ConfigException with one readable message, if the file cannot be read
     */
    public static Configuration read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(List.of("the file " + file + " does not exist"));
        }
        try {
            Configuration configuration = new Configuration();
            JsonNode root = new YAMLMapper().readTree(Files.readString(file));
            flatten("", root, configuration);
            return configuration;
        } catch (IOException e) {
            throw new ConfigException(
                    List.of("the file " + file + " is not readable as YAML" + place(e)));
        }
    }

    /** Line and column only: the text around them may be a secret. */
    private static String place(IOException e) {
        if (e instanceof com.fasterxml.jackson.core.JsonProcessingException json
                && json.getLocation() != null) {
            return " (line "
                    + json.getLocation().getLineNr()
                    + ", column "
                    + json.getLocation().getColumnNr()
                    + ")";
        }
        return "";
    }

    private static void flatten(String prefix, JsonNode node, Configuration into) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String key = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
                flatten(key, field.getValue(), into);
            }
        } else if (node.isArray()) {
            List<String> values = new ArrayList<>();
            node.forEach(value -> values.add(value.asText()));
            into.setString(prefix, String.join(";", values));
        } else if (!node.isNull() && !node.isMissingNode()) {
            into.setString(prefix, node.asText());
        }
    }

    /** What the file says to Flink itself. */
    static Configuration flink(Configuration all) {
        Configuration flink = new Configuration();
        for (Map.Entry<String, String> entry : all.toMap().entrySet()) {
            if (entry.getKey().startsWith(FLINK)) {
                flink.setString(entry.getKey().substring(FLINK.length()), entry.getValue());
            }
        }
        return flink;
    }
}
