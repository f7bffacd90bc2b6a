package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One event as its source spells it.
 *
 * @param id the source's id of the event, or a content hash
 * @param name the name as the source spells it; {@code commerce:<action>} for a product action
 * @param screen true for a screen view, which is only an event if its name is planned
 * @param time when it happened, epoch milliseconds, clock skew corrected
 * @param rawTime the time as the source stated it
 * @param properties JSON objects with its properties; where two name the same, the earlier wins
 * @param region ISO 3166 country for phone numbers without prefix, or null
 */
public record SourceEvent(
        String id,
        String name,
        boolean screen,
        long time,
        long rawTime,
        List<? extends JsonNode> properties,
        String region) {}
