package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.ingest.RecordOutput.SourceFacts;
import io.backstitch.pipeline.normalise.Json;
import io.backstitch.pipeline.normalise.Normalised;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceEvent;
import io.backstitch.pipeline.record.Alias;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Ids;
import java.util.List;

/**
 * Reads messages in Segment's form, which is RudderStack's too: {@code identify} and the traits of
 * all others say who it is, {@code track} is an event, {@code page} and {@code screen} are screen
 * views. {@code alias}: {@code previousId} is the same person as {@code userId}; a {@code
 * previousId} that is the message's own {@code anonymousId} names a device, which thereby has an
 * owner. {@code group} and unknown types are left out, with a receipt.
 */
final class SegmentReader implements Format {
    static final String SOURCE = "segment";
    private static final String DEVICE_LEVEL = "anonymous_id";
    private static final String PERSON_LEVEL = "customer_id";
    private static final String EMAIL = "email";
    private static final int RANK = 1;

    private final List<String> levels;
    private final Normaliser normaliser;
    private final BatchFilter filter;
    private final boolean original;
    private final long tolerance;

    SegmentReader(Formats.Tools tools) {
        this.levels = tools.levels();
        this.normaliser = tools.normaliser();
        this.filter = new BatchFilter(tools.options());
        this.original =
                tools.options().get(IngestOptions.SEGMENT_TIME)
                        == IngestOptions.SegmentTime.ORIGINAL;
        this.tolerance = tools.options().get(IngestOptions.CLOCK_TOLERANCE).toMillis();
    }

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public void read(RecordOutput out) {
        JsonNode root = JsonRecord.object(out, "one Segment message");
        if (root != null) {
            SegmentTimes times =
                    SegmentTimes.of(root, original, out.record().timestamp(), tolerance);
            new Reading(new SegmentMessage(root), times, out).run();
        }
    }

    /** The reading of one message. */
    private final class Reading {
        private final SegmentMessage message;
        private final SegmentTimes times;
        private final RecordOutput out;
        private final String platform;

        Reading(SegmentMessage message, SegmentTimes times, RecordOutput out) {
            this.message = message;
            this.times = times;
            this.out = out;
            this.platform = message.platform();
        }

        void run() {
            String type = message.type();
            if (filter.isLoop(message.feed())) {
                out.filter(facts(), BatchFilter.LOOP);
                return;
            }
            switch (type) {
                case "alias" -> alias();
                case "identify" -> identify();
                case "track" -> event(false);
                case "page", "screen" -> event(true);
                case "group" -> out.filter(facts(), "group");
                default -> out.filterUnknown(facts());
            }
        }

        private SourceFacts facts() {
            String name = message.name();
            return new SourceFacts(
                    0,
                    message.id(normaliser),
                    name == null ? message.type() : name,
                    times.time(),
                    platform);
        }

        private void event(boolean screen) {
            String name = message.name();
            if (name == null) {
                out.poison("malformed_event", "expected the name of a track in event, as text");
                return;
            }
            if (times.broken() != null) {
                refuse(
                        new Normalised.Refused(
                                "wrong_type", times.broken(), "expected a time in ISO 8601"));
                return;
            }
            SourceEvent event =
                    new SourceEvent(
                            message.id(normaliser),
                            name,
                            screen,
                            times.time(),
                            times.raw(),
                            List.of(message.properties()),
                            message.region());
            Normalised result = normaliser.event(event);
            if (result instanceof Normalised.Accepted accepted) {
                Bundler bundler = bundler();
                Ids ids = ids(message.traits());
                bundler.add(ids, accepted.ids(), accepted.event(), true);
                bundler.finish(ids, profile(), times.time());
                if (out.bundles().isEmpty()) {
                    nobody();
                }
            } else if (result instanceof Normalised.Filtered filtered) {
                out.filter(facts(), filtered.reason());
            } else {
                refuse((Normalised.Refused) result);
            }
        }

        private void refuse(Normalised.Refused why) {
            out.refuseRecord(facts(), why, Json.bytes(message.root()));
        }

        private void nobody() {
            out.poison("no_identifier", "expected an anonymousId, a userId or an email");
        }

        private void identify() {
            Ids ids = ids(message.traits());
            if (ids.size() == 0) {
                nobody();
                return;
            }
            bundler().finish(ids, profile(), times.time());
            out.filterRecord("no_events");
        }

        private Bundler bundler() {
            return new Bundler(levels, out, platform, device(), null, RANK);
        }

        private String device() {
            return normaliser.messageId(message.root().get("anonymousId"));
        }

        /** An address counts wherever traits state it: Segment has no other place for one. */
        private Ids ids(ObjectNode traits) {
            Ids ids = Ids.NONE;
            for (String level : levels) {
                JsonNode value =
                        switch (level) {
                            case DEVICE_LEVEL -> message.root().get("anonymousId");
                            case PERSON_LEVEL -> message.root().get("userId");
                            case EMAIL -> traits.get(EMAIL);
                            default -> null;
                        };
                ids = ids.with(level, normaliser.identifier(level, value));
            }
            return ids;
        }

        private List<Attribute> profile() {
            List<Attribute> profile =
                    normaliser.profile(
                            message.traits(), null, message.region(), times.time(), RANK);
            String customer = normaliser.identifier(PERSON_LEVEL, message.root().get("userId"));
            if (customer != null && !levels.contains(PERSON_LEVEL)) {
                profile.add(Bundler.attribute(PERSON_LEVEL, customer, times.time(), RANK));
            }
            return profile;
        }

        private void alias() {
            JsonNode root = message.root();
            String before = normaliser.identifier(PERSON_LEVEL, root.get("previousId"));
            String person = normaliser.identifier(PERSON_LEVEL, root.get("userId"));
            if (before == null || person == null) {
                out.poison("malformed_alias", "expected previousId and userId");
                return;
            }
            if (before.equals(person)) {
                out.filterRecord("alias_of_itself");
                return;
            }
            String device = normaliser.identifier(DEVICE_LEVEL, root.get("anonymousId"));
            if (before.equals(device)) {
                Ids ids = Ids.of(DEVICE_LEVEL, device, PERSON_LEVEL, person);
                bundler().finish(ids, List.of(), times.time());
                out.instruct();
                return;
            }
            String id = normaliser.messageId(root.get("messageId"));
            out.instruction(
                    new Alias(
                            Alias.GATE,
                            "",
                            out.record().origin(),
                            id == null ? Digest.of(SOURCE, before, person) : id,
                            PERSON_LEVEL,
                            before,
                            person,
                            0,
                            times.time()));
        }
    }
}
