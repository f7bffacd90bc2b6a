package io.backstitch.cli.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One version of an mParticle data plan, as its API or its editor exports it.
 *
 * @param id of the plan, or {@code unnamed}
 * @param version of the plan
 * @param points what it plans, in its order
 */
record DataPlan(String id, int version, List<Point> points) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    /**
     * One planned thing.
     *
     * @param type {@code custom_event}, {@code product_action}, {@code user_attributes} …
     * @param name what tells it from others of its type, or empty
     * @param description for people, or empty
     * @param definition JSON schema of it
     */
    record Point(String type, String name, String description, JsonNode definition) {
        /** For people. */
        String label() {
            return name.isEmpty() ? type : type + " '" + name + "'";
        }
    }

    /**
     * Reads a file.
     *
     * @param wanted version, where the file holds a whole plan; null for its newest
     * @throws BadInputException if it is none
     */
    static DataPlan read(Path file, Integer wanted) {
        JsonNode root;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new BadInputException(
                        file + " has more than 64 MB; a data plan has 10 at most");
            }
            root = JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new BadInputException(
                    file
                            + " is not JSON"
                            + (e.getLocation() == null
                                    ? ""
                                    : ", at line " + e.getLocation().getLineNr()));
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read");
        }
        JsonNode version = root.has("data_plan_versions") ? pick(file, root, wanted) : root;
        if (wanted != null && version.path("version").asInt() != wanted) {
            throw new BadInputException(file + " holds no version " + wanted + " of the plan");
        }
        JsonNode points = version.path("version_document").path("data_points");
        if (!points.isArray()) {
            throw new BadInputException(
                    file
                            + " is no version of a data plan: it has no list"
                            + " version_document.data_points. Expected what mParticle's Data Planning"
                            + " API answers for a version, or the editor exports");
        }
        List<Point> read = new ArrayList<>();
        for (JsonNode point : points) {
            read.add(point(point));
        }
        String id = version.path("data_plan_id").asText("unnamed");
        return new DataPlan(id, version.path("version").asInt(), List.copyOf(read));
    }

    private static JsonNode pick(Path file, JsonNode root, Integer wanted) {
        JsonNode picked = null;
        for (JsonNode version : root.path("data_plan_versions")) {
            int number = version.path("version").asInt();
            boolean newer = picked == null || number > picked.path("version").asInt();
            if (wanted == null ? newer : number == wanted) {
                picked = version;
            }
        }
        if (picked == null) {
            throw new BadInputException(
                    file
                            + " holds no version "
                            + (wanted == null ? "" : wanted + " ")
                            + "of the plan");
        }
        return picked;
    }

    private static Point point(JsonNode point) {
        JsonNode match = point.path("match");
        String type = match.path("type").asText("");
        JsonNode criteria = match.path("criteria");
        String key =
                switch (type) {
                    case "custom_event" -> "event_name";
                    case "screen_view" -> "screen_name";
                    case "product_action", "promotion_action" -> "action";
                    case "application_state_transition" -> "application_transition_type";
                    default -> "";
                };
        return new Point(
                type.isEmpty() ? "unnamed" : type,
                key.isEmpty() ? "" : criteria.path(key).asText(""),
                point.path("description").asText("").strip(),
                point.path("validator").path("definition"));
    }
}
