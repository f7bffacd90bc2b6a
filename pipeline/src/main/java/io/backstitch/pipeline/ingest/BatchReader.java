package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.ingest.RecordOutput.SourceFacts;
import io.backstitch.pipeline.normalise.Json;
import io.backstitch.pipeline.normalise.Normalised;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceEvent;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Ids;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;

/** Reads one record of mParticle's: a batch, or an alias request. */
final class BatchReader implements Format {
    static final String SOURCE = "mparticle";
    private static final int RANK = 1;

    private final Normaliser normaliser;
    private final Identity identity;
    private final List<String> levels;
    private final BatchFilter filter;
    private final AliasReader aliases;
    private final ProfileReader profiles;
    private final Feedbacks feedbacks;
    private final ConsentReader consents;
    private final long tolerance;
    private final long maxSkew;

    BatchReader(Formats.Tools tools) {
        ReadableConfig options = tools.options();
        this.normaliser = tools.normaliser();
        this.levels = tools.levels();
        this.identity = new Identity(levels, normaliser);
        this.filter = new BatchFilter(options);
        this.aliases = new AliasReader(normaliser);
        this.profiles = new ProfileReader(normaliser, identity, RANK);
        this.feedbacks = new Feedbacks(normaliser, RANK);
        this.consents = new ConsentReader(options, normaliser, RANK);
        this.tolerance = options.get(IngestOptions.CLOCK_TOLERANCE).toMillis();
        this.maxSkew = options.get(IngestOptions.MAX_CLOCK_SKEW).toMillis();
    }

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public void read(RecordOutput out) {
        JsonNode root = JsonRecord.object(out, "one mParticle batch");
        if (root == null) {
            return;
        }
        Batch batch = new Batch(root);
        if (!AliasReader.isAlias(root)) {
            new Reading(batch, out).run();
        } else if (filter.reason(batch) != null) {
            out.filterRecord(filter.reason(batch));
        } else {
            aliases.read(root, out);
        }
    }

    /** The reading of one batch. */
    private final class Reading {
        private final Batch batch;
        private final RecordOutput out;
        private final String platform;
        private final String device;
        private final String region;
        private final List<BatchEvent> events;
        private final BatchTimes times;
        private boolean nobody;

        Reading(Batch batch, RecordOutput out) {
            this.batch = batch;
            this.out = out;
            this.platform = batch.platform();
            this.device = batch.device();
            this.region = batch.region();
            this.events = batch.events();
            this.times =
                    new BatchTimes(batch, events, out.record().timestamp(), tolerance, maxSkew);
        }

        void run() {
            out.holds(events.size());
            String reason = filter.reason(batch);
            if (reason != null && !reason.equals(BatchFilter.LOOP)) {
                leaveOut(reason);
                return;
            }
            events.sort(
                    Comparator.comparingLong(times::of)
                            .thenComparingLong(times::raw)
                            .thenComparingInt(BatchEvent::index));
            Identity.Timeline timeline = identity.of(batch, events);
            if (reason != null) {
                leaveOut(reason);
                for (int i = 0; i < events.size(); i++) {
                    learnOfFeed(events.get(i), timeline.ids().get(i));
                }
                return;
            }
            Bundler bundler =
                    new Bundler(levels, out, platform, device, identity.mpid(batch), RANK);
            List<Attribute> profile =
                    profiles.read(batch, timeline.last(), region, times.ofProfile());
            AttributeChanges changes = new AttributeChanges(normaliser, RANK);
            for (int i = 0; i < events.size(); i++) {
                boolean current = i > timeline.lastChange();
                BatchEvent event = events.get(i);
                Ids held = timeline.ids().get(i);
                List<Attribute> changed = changes.of(event, region, times.of(event));
                if (current) {
                    changes.note(changed);
                } else {
                    bundler.learn(held, changed, false);
                }
                take(event, held, current, bundler);
            }
            profile = changes.applied(profile);
            profile.addAll(consents.read(batch.consents(), times));
            if (timeline.last().size() == 0 && !profile.isEmpty()) {
                nobody = true;
            }
            bundler.finish(timeline.last(), profile, since(timeline));
            finish();
        }

        private void leaveOut(String reason) {
            for (BatchEvent event : events) {
                boolean blocked = reason.equals(BatchFilter.COPY) && batch.blocks(event);
                out.filter(facts(event), blocked ? "blocked_by_plan" : reason);
            }
            if (events.isEmpty()) {
                out.filterRecord(reason);
            }
        }

        /** What Customer.io tells of a person is learned, although the event goes nowhere. */
        private void learnOfFeed(BatchEvent event, Ids held) {
            List<Attribute> facts =
                    feedbacks.ofFeed(
                            event, held.get("email"), profiles.phone(batch), times.of(event));
            if (!facts.isEmpty()) {
                out.feedback(Feedbacks.person(levels, held), platform, facts);
            }
        }

        /** When the final identifiers were stated: at the last change, else by the last event. */
        private long since(Identity.Timeline timeline) {
            if (events.isEmpty()) {
                return times.sent();
            }
            int at = timeline.lastChange() >= 0 ? timeline.lastChange() : events.size() - 1;
            return times.of(events.get(at));
        }

        /** Nobody is named anywhere: the record as a whole cannot be used. */
        private void finish() {
            if (out.bundles().isEmpty() && nobody) {
                out.poison("no_identifier", "expected an mpid, mp_deviceid or user identity");
            } else if (events.isEmpty()) {
                if (out.bundles().isEmpty() && device == null) {
                    out.poison(
                            "no_identifier",
                            "expected an mpid, mp_deviceid or user identity, and events");
                } else {
                    out.filterRecord("no_events");
                }
            }
        }

        private void take(BatchEvent event, Ids held, boolean current, Bundler bundler) {
            if (!event.wellFormed()) {
                out.reject(
                        facts(event),
                        "malformed_event",
                        "expected an object with event_type and data",
                        Json.bytes(event.node()),
                        envelope(held));
            } else if (filter.reason(event) != null) {
                out.filter(facts(event), filter.reason(event));
                learnOfFeed(event, held);
            } else if (event.leftOut() != null) {
                out.filter(facts(event), event.leftOut());
            } else if (event.isUnknown()) {
                out.filterUnknown(facts(event));
            } else if (event.name() == null) {
                out.filter(facts(event), "operational");
                bundler.learn(held, feedbacks.ofSource(event, times.of(event)), current);
                if (identity.isLogout(event)) {
                    bundler.logout(held, times.of(event));
                }
            } else if (event.stated() == SourceValues.BROKEN_TIME) {
                refuse(
                        event,
                        held,
                        new Normalised.Refused(
                                "wrong_type",
                                "timestamp_unixtime_ms",
                                "expected epoch milliseconds between 1973 and 9999"));
            } else {
                normalise(event, held, current, bundler);
            }
        }

        private void normalise(BatchEvent event, Ids held, boolean current, Bundler bundler) {
            Normalised result =
                    normaliser.event(
                            new SourceEvent(
                                    id(event),
                                    event.name(),
                                    event.screen(),
                                    times.of(event),
                                    times.raw(event),
                                    event.properties(),
                                    region));
            if (result instanceof Normalised.Accepted accepted) {
                if (bundler.ids(held, accepted.ids()).size() == 0) {
                    nobody = true;
                    out.reject(
                            facts(event),
                            "no_identifier",
                            "expected an identifier on the batch or on the event",
                            Json.bytes(event.node()),
                            envelope(held));
                } else {
                    bundler.add(held, accepted.ids(), accepted.event(), current);
                }
            } else if (result instanceof Normalised.Filtered filtered) {
                out.filter(facts(event), filtered.reason());
            } else {
                Normalised.Refused refused = (Normalised.Refused) result;
                if (event.isMinor() && refused.reason().equals("unplanned_event")) {
                    out.filter(facts(event), "operational");
                } else {
                    refuse(event, held, refused);
                }
            }
        }

        private void refuse(BatchEvent event, Ids held, Normalised.Refused why) {
            out.refuse(facts(event), why, Json.bytes(event.node()), envelope(held));
        }

        private String envelope(Ids held) {
            return Envelope.of(batch, held, platform, region, times.sent());
        }

        private SourceFacts facts(BatchEvent event) {
            return new SourceFacts(
                    event.index(),
                    normaliser.messageId(event.data().get("source_message_id")),
                    event.spokenName(),
                    times.of(event),
                    platform);
        }

        /** The source's message id, else a hash of what the source wrote. */
        private String id(BatchEvent event) {
            String id = normaliser.messageId(event.data().get("source_message_id"));
            if (id != null) {
                return id;
            }
            ObjectNode content = event.data().deepCopy();
            // The server's own numbers change when the same upload is repeated.
            content.remove(List.of("event_id", "source_message_id", "message_id"));
            return Digest.of(Json.canonical(content), SOURCE, device, event.type());
        }
    }
}
