package io.backstitch.pipeline.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.pipeline.record.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Customer.io as far as a history needs it: profiles by id and address, events once per ULID,
 * merges, anonymous activity.
 */
final class Receiver {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One profile. */
    static final class Profile {
        String id;

        /** Timestamp of the latest identify. */
        long told;

        final TreeMap<String, JsonNode> attributes = new TreeMap<>();
        final List<Operation> events = new ArrayList<>();
        final List<Operation> linked = new ArrayList<>();

        String email() {
            return attributes.containsKey("email") ? attributes.get("email").asText() : null;
        }

        long number(String attribute) {
            return attributes.containsKey(attribute) ? attributes.get(attribute).asLong() : 0;
        }

        String name() {
            return id != null ? "id:" + id : "email:" + email();
        }
    }

    final Set<Profile> profiles = new LinkedHashSet<>();
    final Map<String, List<Operation>> anonymous = new TreeMap<>();

    /** What no receiver may see, in words. */
    final List<String> wrong = new ArrayList<>();

    /** Addresses to be taken over from others who have not given them back yet. */
    private final Map<Profile, JsonNode> wanted = new LinkedHashMap<>();

    /** Events that came with their person's address. */
    private final Set<String> withAddress;

    private final Set<String> ulids = new HashSet<>();
    private final Set<String> fences = new HashSet<>();
    private final Set<String> usedUp = new HashSet<>();

    Receiver(Set<String> withAddress) {
        this.withAddress = withAddress;
    }

    void take(Operation operation) {
        for (String fence : operation.awaits()) {
            if (!fences.contains(fence)) {
                wrong.add(operation.person() + " waits for a fence that never comes: " + fence);
            }
        }
        switch (operation.kind()) {
            case FENCE -> fences.add(operation.id());
            case IDENTIFY, TAKE_OVER -> identify(operation);
            case EVENT -> event(operation);
            case MERGE -> merge(operation);
            default -> wrong.add("unexpected " + operation.kind());
        }
    }

    private void identify(Operation operation) {
        JsonNode body = read(operation);
        JsonNode attributes = body.path("attributes");
        long second = body.path("timestamp").asLong();
        String email = attributes.hasNonNull("email") ? attributes.get("email").asText() : null;
        Profile profile = profileOf(operation.person(), email);
        if (profile.told > second) {
            return; // stale
        }
        profile.told = second;
        attributes
                .fields()
                .forEachRemaining(field -> set(profile, field.getKey(), field.getValue()));
        takeOver();
    }

    private void set(Profile profile, String name, JsonNode value) {
        if (name.equals("email")) {
            wanted.remove(profile);
        }
        if (name.equals("anonymous_id")) {
            usedUp.add(value.asText());
            List<Operation> events = anonymous.remove(value.asText());
            profile.linked.addAll(events == null ? List.of() : events);
        } else if (value.isNull()) {
            profile.attributes.remove(name);
        } else if (!name.equals("email") || isFree(value.asText(), profile)) {
            profile.attributes.put(name, value);
        } else {
            wanted.put(profile, value);
        }
    }

    /** Delivery looks whether an address was taken over, and says it again until it was. */
    private void takeOver() {
        for (Profile profile : List.copyOf(wanted.keySet())) {
            JsonNode email = wanted.get(profile);
            if (isFree(email.asText(), profile)) {
                wanted.remove(profile);
                profile.attributes.put("email", email);
            }
        }
    }

    private boolean isFree(String email, Profile profile) {
        Profile owner = byEmail(email);
        return owner == null || owner == profile;
    }

    /** Finds or makes the profile; one that has the address and no id yet gets the id. */
    private Profile profileOf(String person, String email) {
        String value = person.substring(person.indexOf(':') + 1);
        Profile found = person.startsWith("id:") ? byId(value) : byEmail(value);
        if (found == null && person.startsWith("id:") && email != null) {
            Profile guest = byEmail(email);
            found = guest != null && guest.id == null ? guest : null;
        }
        if (found == null) {
            found = new Profile();
            profiles.add(found);
        }
        if (person.startsWith("id:")) {
            found.id = value;
        } else if (found.email() == null) {
            found.attributes.put("email", JSON.getNodeFactory().textNode(value));
        }
        return found;
    }

    private void event(Operation operation) {
        if (!ulids.add(operation.id())) {
            return;
        }
        if (operation.person().startsWith("anonymous_id:")) {
            String id = operation.person().substring("anonymous_id:".length());
            if (usedUp.contains(id)) {
                wrong.add("an anonymous id that was claimed is used again: " + id);
            }
            anonymous.computeIfAbsent(id, key -> new ArrayList<>()).add(operation);
            return;
        }
        Profile profile = profileOf(operation.person(), null);
        profile.events.add(operation);
        if (profile.email() == null && withAddress.contains(operation.subject().eventId())) {
            wrong.add(operation.subject().eventId() + " came before its person's address");
        }
    }

    private void merge(Operation operation) {
        JsonNode body = read(operation);
        Profile primary = find(body.path("primary"));
        Profile secondary = find(body.path("secondary"));
        if (primary == null || secondary == null || primary == secondary) {
            return;
        }
        profiles.remove(secondary);
        primary.events.addAll(secondary.events);
        primary.linked.addAll(secondary.linked);
        primary.told = Math.max(primary.told, secondary.told);
        secondary.attributes.forEach(primary.attributes::putIfAbsent);
    }

    private Profile find(JsonNode identifiers) {
        return identifiers.has("id")
                ? byId(identifiers.path("id").asText())
                : byEmail(identifiers.path("email").asText());
    }

    private Profile byId(String id) {
        return profiles.stream().filter(one -> id.equals(one.id)).findFirst().orElse(null);
    }

    private Profile byEmail(String email) {
        return profiles.stream().filter(one -> email.equals(one.email())).findFirst().orElse(null);
    }

    static JsonNode read(Operation operation) {
        try {
            return JSON.readTree(operation.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
