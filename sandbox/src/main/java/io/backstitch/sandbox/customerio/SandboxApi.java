package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The sandbox's own JSON API, for its web page and for scripts; no credentials. */
final class SandboxApi {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1000;

    private final Workspace workspace;
    private final Queries queries;

    SandboxApi(Workspace workspace, Queries queries) {
        this.workspace = workspace;
        this.queries = queries;
    }

    /** Answers a request under {@code /sandbox/api}; the path begins behind it. */
    Reply handle(Request request, List<String> path) {
        String route = request.method() + " " + path.get(0) + "/" + path.size();
        return switch (route) {
            case "GET summary/1" -> summary();
            case "GET people/1" -> people(request);
            case "GET people/2" -> person(path.get(1));
            case "GET journeys/2" -> journey(path.get(1), limit(request));
            case "GET segments/1" -> segments();
            case "GET segments/2" -> segment(path.get(1), limit(request));
            case "POST clock/1" -> clock(request.body());
            default -> Reply.NOT_FOUND;
        };
    }

    private static int limit(Request request) {
        return Math.min(MAX_LIMIT, request.number("limit", DEFAULT_LIMIT));
    }

    private Reply summary() {
        SandboxSummary s = queries.summary();
        ObjectNode body = Json.object();
        body.put("now", s.now());
        body.put("clockMode", s.clockMode().name().toLowerCase(Locale.ROOT));
        body.put("people", s.people());
        body.put("anonymousIds", s.anonymousIds());
        ObjectNode operations = body.putObject("operations");
        s.operations().forEach(operations::put);
        ObjectNode events = body.putObject("eventsByName");
        s.eventsByName().forEach(events::put);
        body.put("requests", s.requests());
        body.put("duplicatesIgnored", s.duplicatesIgnored());
        body.put("refusedItems", s.refusedItems());
        body.put("ignoredSuppressed", s.ignoredSuppressed());
        body.put("droppedUnknown", s.droppedUnknown());
        body.put("staleAttributes", s.staleAttributes());
        ObjectNode faults = body.putObject("faultsInjected");
        s.faultsInjected().forEach((k, n) -> faults.put(k.name().toLowerCase(Locale.ROOT), n));
        body.put("attributeFailures", s.attributeFailures());
        body.put("duplicateProfiles", s.duplicateProfiles());
        body.put("eventsLostInMerge", s.eventsLostInMerge());
        body.set("journeys", Json.MAPPER.valueToTree(s.journeys()));
        body.put("opsPerSecond", s.opsPerSecond());
        return Reply.json(200, body);
    }

    private Reply people(Request request) {
        Queries.Page page =
                queries.search(
                        request.query().get("q"), limit(request), request.number("offset", 0));
        ObjectNode body = Json.object().put("total", page.total());
        ArrayNode people = body.putArray("people");
        for (PersonView p : page.people()) {
            ObjectNode person = people.addObject();
            person.put("cio_id", p.cioId()).put("id", p.id()).put("email", p.email());
            person.set("first_name", p.attributes().get("first_name"));
            person.set("last_name", p.attributes().get("last_name"));
            person.put("events", p.events()).put("lastActivity", p.lastActivity());
        }
        return Reply.json(200, body);
    }

    private Reply person(String cioId) {
        PersonView p = queries.person(new Identifier(Identifier.Kind.CIO_ID, cioId));
        if (p == null) {
            return Reply.metaError(404, "no person has this cio_id");
        }
        ObjectNode body = Json.object().put("cio_id", p.cioId());
        ObjectNode identifiers = body.putObject("identifiers");
        identifiers.put("cio_id", p.cioId()).put("id", p.id()).put("email", p.email());
        ArrayNode anonymousIds = identifiers.putArray("anonymous_ids");
        p.anonymousIds().stream().sorted().forEach(anonymousIds::add);
        ObjectNode attributes = body.putObject("attributes");
        p.attributes().forEach(attributes::set);
        ArrayNode activity = body.putArray("activity");
        queries.activity(cioId).forEach(a -> activity.add(activity(a)));
        ArrayNode journeys = body.putArray("journeys");
        queries.entriesOf(cioId).forEach(e -> journeys.add(entry(e)));
        ArrayNode segments = body.putArray("segments");
        queries.segmentsOf(cioId).forEach(s -> segments.add(about(s)));
        body.set("failures", Json.MAPPER.valueToTree(p.failures()));
        return Reply.json(200, body);
    }

    private static ObjectNode activity(Activity a) {
        ObjectNode json = Json.object();
        json.put("seq", a.seq()).put("type", a.type()).put("name", a.name());
        json.put("ulid", a.ulid()).put("timestamp", a.timestamp());
        json.put("receivedAt", a.receivedAt());
        json.set("attributes", a.attributes().tree());
        return json.put("via", a.via().name().toLowerCase(Locale.ROOT));
    }

    private Reply journey(String name, int limit) {
        for (JourneyDefinition journey : queries.journeys()) {
            if (journey.name().equals(name)) {
                ObjectNode body = Json.object();
                body.put("name", name).put("title", journey.title());
                body.put("description", journey.description());
                ArrayNode definition = body.putArray("definition");
                journey.steps().forEach(definition::add);
                ArrayNode entries = body.putArray("entries");
                queries.latestEntries(name, limit).forEach(e -> entries.add(entry(e)));
                return Reply.json(200, body);
            }
        }
        return Reply.metaError(404, "there is no journey of this name");
    }

    private static ObjectNode entry(JourneyEntry e) {
        ObjectNode json = Json.object().put("name", e.journey()).put("title", e.title());
        json.putObject("person").put("cio_id", e.cioId()).put("label", e.label());
        json.put("trigger", e.trigger().name()).put("triggerSeq", e.trigger().seq());
        json.put("cartId", e.cartId()).put("orderId", e.orderId());
        json.put("enteredAt", e.enteredAt()).put("dueAt", e.dueAt());
        json.put("outcome", e.outcome().name().toLowerCase(Locale.ROOT));
        json.put("outcomeAt", e.outcomeAt()).put("exitedBy", e.exitedBy());
        json.set("items", e.items());
        return json;
    }

    private Reply segments() {
        ObjectNode body = Json.object();
        ArrayNode segments = body.putArray("segments");
        for (SegmentDefinition segment : queries.segments()) {
            segments.add(about(segment).put("size", queries.size(segment)));
        }
        return Reply.json(200, body);
    }

    private Reply segment(String name, int limit) {
        SegmentView segment = queries.segment(name);
        if (segment == null) {
            return Reply.metaError(404, "there is no segment of this name");
        }
        ObjectNode body = about(segment.definition());
        int size = segment.members().size();
        body.put("now", segment.now()).put("size", size);
        ArrayNode members = body.putArray("members");
        for (PersonView p : segment.members().subList(0, Math.min(limit, size))) {
            members.addObject().put("cio_id", p.cioId()).put("id", p.id()).put("email", p.email());
        }
        return Reply.json(200, body);
    }

    private static ObjectNode about(SegmentDefinition segment) {
        ObjectNode json = Json.object();
        json.put("name", segment.name()).put("title", segment.title());
        ArrayNode conditions = json.putArray("conditions");
        segment.conditions().forEach(condition -> conditions.add(condition.words()));
        return json;
    }

    private Reply clock(byte[] body) {
        JsonNode now;
        try {
            now = Json.MAPPER.readTree(body).path("now");
        } catch (IOException e) {
            return Reply.metaError(400, "expected {\"now\": <unix seconds>}");
        }
        if (!now.isIntegralNumber()) {
            return Reply.metaError(400, "expected {\"now\": <unix seconds>}");
        }
        try {
            workspace.setClock(now.longValue());
        } catch (IllegalStateException e) {
            return Reply.metaError(409, e.getMessage());
        }
        return Reply.json(200, Json.object().put("now", now.longValue()));
    }
}
