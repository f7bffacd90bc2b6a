package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.pipeline.record.Ids;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which identifiers hold at which event of a batch.
 *
 * <p>A batch states them once, as of its last event. Where it also holds the events by which they
 * changed, they are undone going back in time: before a change, the old value holds; before a login
 * as somebody else, nothing holds that was learnt later.
 */
final class Identity {
    private static final String CHANGE = "user_identity_change";
    private static final String DEVICE_LEVEL = "anonymous_id";

    private static final String CUSTOMER = "customer_id";

    private final List<String> levels;
    private final Normaliser normaliser;

    /** The level whose change is a login or logout. */
    private final String personLevel;

    Identity(List<String> levels, Normaliser normaliser) {
        this.levels = levels;
        this.normaliser = normaliser;
        this.personLevel = levels.contains(CUSTOMER) ? CUSTOMER : levels.get(levels.size() - 1);
    }

    /**
     * @param ids per event, in the order of the events given
     * @param last identifiers as of the end
     * @param lastChange position of the last change, or -1
     */
    record Timeline(List<Ids> ids, Ids last, int lastChange) {}

    /** An identifier and since when it holds, or {@link SourceValues#NO_TIME}. */
    private record Known(String value, long since) {}

    /** Identifiers of a batch's events, which are given in event-time order. */
    Timeline of(Batch batch, List<BatchEvent> events) {
        String device = normaliser.identifier(DEVICE_LEVEL, batch.deviceStamp());
        if (device == null) {
            device = normaliser.identifier(DEVICE_LEVEL, batch.mpid());
        }
        String region = batch.region();
        TreeMap<String, Known> state = snapshot(batch.identities(), region);
        Ids last = ids(device, state);
        Ids current = last;
        int lastChange = -1;
        Ids[] ids = new Ids[events.size()];
        for (int i = ids.length - 1; i >= 0; i--) {
            ids[i] = current;
            if (undo(events.get(i), state, region)) {
                lastChange = Math.max(lastChange, i);
                current = ids(device, state);
            }
        }
        return new Timeline(Arrays.asList(ids), last, lastChange);
    }

    /** The batch's mpid as a text, or null. */
    String mpid(Batch batch) {
        return normaliser.identifier(DEVICE_LEVEL, batch.mpid());
    }

    /** A customer id or email of a batch where that is no level but a plain attribute, or null. */
    String plain(JsonNode identities, String level) {
        if (levels.contains(level)) {
            return null;
        }
        String text = of(identities, level);
        boolean idsync = text == null && level.equals(CUSTOMER);
        return normaliser.identifier(level, idsync ? of(identities, "customerid") : text);
    }

    /** Text of an identity that is no level, or null. */
    String of(JsonNode identities, String type) {
        if (!identities.isArray()) {
            return SourceValues.idText(identities.get(type));
        }
        for (JsonNode identity : identities) {
            if (type.equals(identity.path("identity_type").asText())) {
                return SourceValues.idText(identity.get("identity"));
            }
        }
        return null;
    }

    /** True if the event is a logout of its device. */
    boolean isLogout(BatchEvent event) {
        if (event.type().equals("profile")) {
            return "logout".equals(event.data().path("profile_event_type").asText());
        }
        return event.type().equals(CHANGE)
                && isPerson(changedLevel(event))
                && identity(event, "new", null) == null
                && identity(event, "old", null) != null;
    }

    private boolean isPerson(String level) {
        return personLevel.equals(level) || CUSTOMER.equals(level);
    }

    private boolean undo(BatchEvent event, TreeMap<String, Known> state, String region) {
        if (isOtherPerson(event)) {
            state.values().removeIf(known -> !heldBefore(known, event.stated()));
            return true;
        }
        String level = event.type().equals(CHANGE) ? changedLevel(event) : null;
        if (level == null || !levels.contains(level)) {
            return false;
        }
        String before = identity(event, "old", region);
        String after = identity(event, "new", region);
        if (level.equals(personLevel) && after != null && !after.equals(before)) {
            state.values().removeIf(known -> !heldBefore(known, event.stated()));
        }
        if (before == null) {
            state.remove(level);
        } else {
            state.put(level, new Known(before, 0));
        }
        return true;
    }

    /** Whether a profile event says that the device's user is another one from then on. */
    private static boolean isOtherPerson(BatchEvent event) {
        return event.type().equals("profile")
                && switch (event.data().path("profile_event_type").asText()) {
                    case "login", "signup", "logout" -> true;
                    default -> false;
                };
    }

    private static boolean heldBefore(Known known, long time) {
        return known.since() >= 0 && time >= 0 && known.since() < time;
    }

    private static String changedLevel(BatchEvent event) {
        JsonNode type = event.data().path("new").get("identity_type");
        if (SourceValues.absent(type)) {
            type = event.data().path("old").get("identity_type");
        }
        return type != null && type.isTextual() ? level(type.textValue()) : null;
    }

    private String identity(BatchEvent event, String side, String region) {
        return normaliser.identifier(
                changedLevel(event), event.data().path(side).get("identity"), region);
    }

    private TreeMap<String, Known> snapshot(JsonNode identities, String region) {
        TreeMap<String, Known> state = new TreeMap<>();
        if (identities.isArray()) {
            for (JsonNode identity : identities) {
                JsonNode type = identity.get("identity_type");
                if (type != null && type.isTextual()) {
                    put(
                            state,
                            type.textValue(),
                            identity.get("identity"),
                            region,
                            SourceValues.time(identity.get("timestamp_unixtime_ms")));
                }
            }
        } else {
            for (Map.Entry<String, JsonNode> identity : identities.properties()) {
                put(state, identity.getKey(), identity.getValue(), region, SourceValues.NO_TIME);
            }
        }
        return state;
    }

    private void put(
            TreeMap<String, Known> state, String type, JsonNode value, String region, long since) {
        String level = level(type);
        if (!levels.contains(level) || level.equals(DEVICE_LEVEL) || state.containsKey(level)) {
            return;
        }
        String identifier = normaliser.identifier(level, value, region);
        if (identifier != null) {
            state.put(level, new Known(identifier, since));
        }
    }

    /** IDSync spells the customer's without the underscore. */
    private static String level(String type) {
        return switch (type) {
            case "customerid" -> CUSTOMER;
            case "mobile_number" -> "phone";
            default -> type;
        };
    }

    private Ids ids(String device, TreeMap<String, Known> state) {
        Ids ids = Ids.NONE;
        for (String level : levels) {
            Known known = state.get(level);
            ids =
                    ids.with(
                            level,
                            level.equals(DEVICE_LEVEL)
                                    ? device
                                    : known == null ? null : known.value());
        }
        return ids;
    }
}
