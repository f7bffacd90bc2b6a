package io.backstitch.cli.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.ingest.IngestTrial.Outcome;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of one event of a record.
 *
 * @param end {@link End}
 * @param words the end with its reason, for people
 * @param sourceName the name as the source spells it; {@code (record)} for a record as a whole
 * @param name the name under which it goes on, or null
 * @param properties with which it goes on, or null
 */
record Fate(End end, String words, String sourceName, String name, JsonNode properties) {
    /** Stands for what is no event. */
    static final String RECORD = "(record)";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_NAME = 100;

    /** How it can end. */
    enum End {
        SENT("sent"),
        LEFT_OUT("left out"),
        DEAD_LETTER("dead letter");

        final String word;

        End(String word) {
            this.word = word;
        }
    }

    /** The fates of a record's events, under keys that do not depend on the contract. */
    static Map<String, Fate> of(Outcome outcome) {
        Map<String, Fate> fates = new LinkedHashMap<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Bundle bundle : outcome.bundles()) {
            for (Event event : bundle.events()) {
                String source = plain(event.sourceName());
                Fate fate =
                        new Fate(
                                End.SENT,
                                End.SENT.word,
                                source,
                                event.sentName(),
                                read(event.attributes()));
                put(fates, seen, event.id(), fate);
            }
        }
        for (Receipt receipt : outcome.receipts()) {
            put(
                    fates,
                    seen,
                    receipt.getEventId(),
                    ended(End.LEFT_OUT, receipt.getReason(), receipt.getEventName()));
        }
        for (DeadLetter letter : outcome.letters()) {
            String path = letter.getField() == null ? "" : " " + letter.getField();
            String field = path.replaceAll("\\[\\d+\\]", "[]");
            put(
                    fates,
                    seen,
                    letter.getEventId(),
                    ended(End.DEAD_LETTER, letter.getReason() + field, letter.getEventName()));
        }
        return fates;
    }

    private static Fate ended(End end, String reason, String name) {
        String words = end.word + " (" + plain(reason) + ")";
        return new Fate(end, words, name == null ? RECORD : plain(name), null, null);
    }

    private static void put(
            Map<String, Fate> fates, Map<String, Integer> seen, String id, Fate fate) {
        String key = id == null ? RECORD : id;
        fates.put(key + "#" + seen.merge(key, 1, Integer::sum), fate);
    }

    /** A record's profile attributes as one object; a removed one is null. */
    static JsonNode profile(Outcome outcome) {
        ObjectNode profile = JSON.createObjectNode();
        for (Bundle bundle : outcome.bundles()) {
            for (Attribute attribute : bundle.profile()) {
                profile.set(
                        attribute.name(), attribute.json() == null ? null : read(attribute.json()));
            }
        }
        return profile;
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("what leaves is not JSON", e);
        }
    }

    /** Names are anybody's: one short line each. */
    private static String plain(String name) {
        String line = name.replaceAll("[\\p{Cntrl}]+", " ");
        return line.length() <= MAX_NAME ? line : line.substring(0, MAX_NAME) + "…";
    }
}
