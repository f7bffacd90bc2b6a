package io.backstitch.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The schema files of a contract, in the order in which they must be parsed.
 *
 * @param version version of the contract
 * @param schemas file name to content
 */
record ContractFiles(String version, Map<String, JsonNode> schemas) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INDEX = "contract.json";

    /** The packaged ones. */
    static ContractFiles packaged(List<String> faults) {
        return packaged("", faults);
    }

    /** Those of the last release. */
    static ContractFiles released(List<String> faults) {
        return packaged("released/", faults);
    }

    private static ContractFiles packaged(String folder, List<String> faults) {
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        JsonNode index = resource(folder + INDEX, faults);
        for (JsonNode name : index.path("schemas")) {
            schemas.put(name.asText(), resource(folder + name.asText(), faults));
        }
        return new ContractFiles(index.path("version").asText(), schemas);
    }

    ContractFiles overlaidBy(Path directory, List<String> faults) {
        Map<String, JsonNode> merged = new LinkedHashMap<>(schemas);
        for (String name : names(directory, faults)) {
            JsonNode schema = file(directory.resolve(name), faults);
            if (schema != null) {
                merged.put(name, schema);
            }
        }
        JsonNode index = file(directory.resolve(INDEX), faults);
        String newVersion = index == null ? "" : index.path("version").asText("");
        if (newVersion.isBlank()) {
            faults.add(directory.resolve(INDEX) + ": must hold {\"version\": \"...\"}");
        }
        return new ContractFiles(newVersion, merged);
    }

    private static TreeSet<String> names(Path directory, List<String> faults) {
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".avsc"))
                    .forEach(names::add);
        } catch (IOException e) {
            faults.add(directory + ": cannot be listed; is it a readable directory?");
        }
        return names;
    }

    private static JsonNode resource(String name, List<String> faults) {
        try (InputStream in = ContractFiles.class.getResourceAsStream(name)) {
            if (in != null) {
                return JSON.readTree(in);
            }
            faults.add(name + ": not packaged");
        } catch (IOException e) {
            faults.add(name + ": not JSON");
        }
        return JSON.createObjectNode();
    }

    private static JsonNode file(Path file, List<String> faults) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            faults.add(file + ": missing or not JSON");
            return null;
        }
    }
}
