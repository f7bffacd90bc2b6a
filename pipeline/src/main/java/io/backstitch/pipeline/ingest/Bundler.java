package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.node.TextNode;
import io.backstitch.pipeline.normalise.Json;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.Stitch;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers consecutive events with the same identifiers into bundles.
 *
 * <p>The record's profile attributes go on the first bundle for which the record's final
 * identifiers hold, so that they precede its events; if there is none, on a bundle without events.
 */
final class Bundler {
    private static final String DEVICE = "anonymous_id";
    private static final String EMAIL = "email";
    private static final String PHONE = "phone";
    private static final String CUSTOMER = "customer_id";

    private final List<String> levels;
    private final RecordOutput out;
    private final String platform;
    private final String device;
    private final String mpid;
    private final int rank;
    private final List<Draft> drafts = new ArrayList<>();

    private static final class Draft {
        Ids ids;
        final boolean current;
        final long statedAt;
        final List<Event> events = new ArrayList<>();
        final List<Attribute> profile = new ArrayList<>();

        Draft(Ids ids, boolean current, long statedAt) {
            this.ids = ids;
            this.current = current;
            this.statedAt = statedAt;
        }
    }

    /**
     * @param device raw device id, or null
     * @param mpid the mpid that holds for the device's events, or null
     * @param rank of attributes that an event states itself
     */
    Bundler(
            List<String> levels,
            RecordOutput out,
            String platform,
            String device,
            String mpid,
            int rank) {
        this.levels = levels;
        this.out = out;
        this.platform = platform;
        this.device = device;
        this.mpid = mpid;
        this.rank = rank;
    }

    /**
     * Identifiers of one event.
     *
     * @param held those that hold at its time
     * @param own those that it states itself; they fill in, they do not replace
     */
    Ids ids(Ids held, Ids own) {
        Ids ids = Ids.NONE;
        for (String level : levels) {
            String value = held.get(level);
            ids = ids.with(level, value == null ? own.get(level) : value);
        }
        return ids;
    }

    /**
     * Adds an event, in event-time order.
     *
     * @param current whether the record's final identifiers hold at its time
     */
    void add(Ids held, Ids own, Event event, boolean current) {
        Ids ids = ids(held, own);
        int before = drafts.size();
        Draft draft = draft(ids, current);
        String email = ids.get(EMAIL);
        if (drafts.size() > before && email != null && held.get(EMAIL) == null) {
            draft.profile.add(attribute(EMAIL, email, event.time(), rank));
        }
        draft.events.add(event);
    }

    /** Adds what the source said about the person in between, in event-time order. */
    void learn(Ids held, List<Attribute> facts, boolean current) {
        if (!facts.isEmpty() && held.size() > 0) {
            draft(held, current).profile.addAll(facts);
        }
    }

    /** The last draft if it goes on, else a new one. */
    private Draft draft(Ids ids, boolean current) {
        Draft last = drafts.isEmpty() ? null : drafts.get(drafts.size() - 1);
        if (last != null && last.statedAt == 0 && last.current == current && last.ids.equals(ids)) {
            return last;
        }
        Draft draft = new Draft(ids, current, 0);
        drafts.add(draft);
        return draft;
    }

    static Attribute attribute(String name, String value, long time, int rank) {
        return new Attribute(name, Json.bytes(TextNode.valueOf(value)), time, rank);
    }

    /** The device's user logged out. */
    void logout(Ids held, long time) {
        Ids device = levels.contains(DEVICE) ? Ids.NONE.with(DEVICE, held.get(DEVICE)) : Ids.NONE;
        if (device.size() > 0) {
            drafts.add(new Draft(device, false, time));
        }
    }

    /**
     * Emits the bundles.
     *
     * @param last identifiers that hold at the end of the record
     * @param profile attributes of the record
     * @param since when those identifiers were stated, epoch milliseconds; for a record that has no
     *     event to tell it
     */
    void finish(Ids last, List<Attribute> profile, long since) {
        Draft first = null;
        for (Draft draft : drafts) {
            if (draft.current) {
                draft.ids = withChannels(draft.ids, profile);
                first = first == null ? draft : first;
            }
        }
        Ids named = withChannels(last, profile);
        if (first == null && (named.size() > 1 || (named.size() == 1 && !profile.isEmpty()))) {
            first = new Draft(named, true, since);
            drafts.add(first);
        }
        if (first != null) {
            merge(first.profile, profile);
        }
        for (Draft draft : drafts) {
            emit(draft);
        }
    }

    /**
     * A phone number in the profile is as good as one among the identifiers. An email is, where a
     * customer is named: on its own it may be anybody's that a visitor typed in.
     */
    private Ids withChannels(Ids ids, List<Attribute> profile) {
        Ids named = ids;
        for (Attribute attribute : profile) {
            String level = attribute.name();
            boolean channel =
                    level.equals(PHONE) || level.equals(EMAIL) && ids.get(CUSTOMER) != null;
            if (channel
                    && levels.contains(level)
                    && ids.get(level) == null
                    && attribute.json() != null) {
                named = named.with(level, Json.text(attribute.json()));
            }
        }
        return named;
    }

    private static void merge(List<Attribute> own, List<Attribute> profile) {
        for (Attribute attribute : profile) {
            if (attribute.name().equals(EMAIL)) {
                own.removeIf(known -> known.name().equals(EMAIL));
            }
        }
        own.addAll(0, profile);
    }

    /** A device's bundle tells its mpid too, where that is not the device's own name. */
    private Ids asserted(Ids ids) {
        boolean tells = ids.get(DEVICE) != null && !ids.get(DEVICE).equals(mpid);
        return tells && !levels.contains(Ids.MPID) ? ids.with(Ids.MPID, mpid) : ids;
    }

    private void emit(Draft draft) {
        for (String level : levels) {
            String key = draft.ids.get(level);
            if (key != null) {
                out.bundle(
                        new Bundle(
                                level,
                                key,
                                null,
                                out.record().origin(),
                                out.source(),
                                platform,
                                device,
                                asserted(draft.ids),
                                draft.profile,
                                draft.events,
                                draft.statedAt,
                                Stitch.KNOWN,
                                List.of(),
                                List.of()));
                return;
            }
        }
    }
}
