package io.backstitch.sandbox.customerio;

import io.backstitch.sandbox.customerio.SandboxSummary.JourneyCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads a workspace. Every answer is a consistent, immutable copy. */
final class Queries {

    private static final Comparator<Activity> BY_ACCEPTANCE =
            Comparator.comparingLong(Activity::seq);

    private final Workspace w;
    private final Faults faults;

    Queries(Workspace workspace, Faults faults) {
        this.w = workspace;
        this.faults = faults;
    }

    /** One page of a search. */
    record Page(int total, List<PersonView> people) {}

    /** People whose id, email, name, phone or cio_id contains the text, latest activity first. */
    Page search(String text, int limit, int offset) {
        String needle = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        return w.read(
                () -> {
                    List<Person> found = new ArrayList<>();
                    for (Person person : w.people.all()) {
                        if (matches(person, needle)) {
                            found.add(person);
                        }
                    }
                    found.sort(Comparator.comparingLong((Person p) -> p.lastSeq).reversed());
                    return new Page(
                            found.size(),
                            found.stream().skip(offset).limit(limit).map(PersonView::of).toList());
                });
    }

    private static boolean matches(Person p, String needle) {
        return needle.isEmpty()
                || contains(p.id, needle)
                || contains(p.mailAddress(), needle)
                || contains(p.text("first_name"), needle)
                || contains(p.text("last_name"), needle)
                || contains(fullName(p), needle)
                || contains(p.text("phone"), needle)
                || contains(p.cioId, needle);
    }

    private static String fullName(Person p) {
        String first = p.text("first_name");
        String last = p.text("last_name");
        return first == null || last == null ? null : first + " " + last;
    }

    private static boolean contains(String value, String needle) {
        return value != null && value.toLowerCase(Locale.ROOT).contains(needle);
    }

    List<PersonView> people() {
        return w.read(() -> w.people.all().stream().map(PersonView::of).toList());
    }

    /** The person, or null. */
    PersonView person(Identifier who) {
        return w.read(
                () -> {
                    Person person = w.people.find(who);
                    return person == null ? null : PersonView.of(person);
                });
    }

    /** Everybody with this email: more than one only after racing creates. */
    List<PersonView> withEmail(String email) {
        return w.read(
                () -> {
                    Person one = w.people.find(new Identifier(Identifier.Kind.EMAIL, email));
                    if (w.counters.duplicateProfiles == 0
                            && w.options.workspace != Behaviour.WorkspaceKind.ID) {
                        return one == null ? List.<PersonView>of() : List.of(PersonView.of(one));
                    }
                    return w.people.all().stream()
                            .filter(p -> email.equalsIgnoreCase(p.mailAddress()))
                            .map(PersonView::of)
                            .toList();
                });
    }

    /** A person's feed in the order of acceptance; empty if there is no such person. */
    List<Activity> activity(String cioId) {
        return w.read(
                () -> {
                    Person p = w.people.find(new Identifier(Identifier.Kind.CIO_ID, cioId));
                    return p == null ? List.<Activity>of() : sorted(p.activity);
                });
    }

    Map<String, List<Activity>> anonymousActivity() {
        return w.read(() -> w.anonymous.kept(w.clock.now()));
    }

    List<AcceptedEvent> events() {
        List<AcceptedEvent> events =
                w.read(
                        () -> {
                            List<AcceptedEvent> all = new ArrayList<>();
                            for (Person p : w.people.all()) {
                                for (Activity a : p.activity) {
                                    if (a.isEvent()) {
                                        all.add(new AcceptedEvent(a, p.cioId, null));
                                    }
                                }
                            }
                            w.anonymous
                                    .kept(w.clock.now())
                                    .forEach(
                                            (id, list) ->
                                                    list.forEach(
                                                            a ->
                                                                    all.add(
                                                                            new AcceptedEvent(
                                                                                    a, null, id))));
                            return all;
                        });
        events.sort(Comparator.comparingLong(e -> e.activity().seq()));
        return events;
    }

    List<Failure> failures() {
        return w.read(() -> List.copyOf(w.failures));
    }

    List<JourneyDefinition> journeys() {
        return w.journeys.definitions();
    }

    /** Entries of a journey in the order of entering. */
    List<JourneyEntry> entries(String journey) {
        return w.read(() -> w.journeys.entries(journey).stream().map(Enrolment::view).toList());
    }

    /** The latest entries of a journey, latest first. */
    List<JourneyEntry> latestEntries(String journey, int limit) {
        return w.read(
                () -> {
                    List<Enrolment> all = w.journeys.entries(journey);
                    List<JourneyEntry> latest = new ArrayList<>();
                    for (int i = all.size() - 1; i >= 0 && latest.size() < limit; i--) {
                        latest.add(all.get(i).view());
                    }
                    return latest;
                });
    }

    /** A person's journeys in the order of entering. */
    List<JourneyEntry> entriesOf(String cioId) {
        return w.read(
                () -> {
                    Person p = w.people.find(new Identifier(Identifier.Kind.CIO_ID, cioId));
                    return p == null
                            ? List.<JourneyEntry>of()
                            : p.enrolments.stream().map(Enrolment::view).toList();
                });
    }

    List<SegmentDefinition> segments() {
        return w.segments.definitions();
    }

    /** The segment as it stands now, or null. */
    SegmentView segment(String name) {
        SegmentDefinition definition = w.segments.get(name);
        if (definition == null) {
            return null;
        }
        return w.read(
                () ->
                        new SegmentView(
                                definition,
                                w.clock.now(),
                                w.segments.members(definition, w.people, w.clock.now()).stream()
                                        .map(PersonView::of)
                                        .toList()));
    }

    /** How many are in it now. */
    int size(SegmentDefinition definition) {
        return w.read(() -> w.segments.members(definition, w.people, w.clock.now()).size());
    }

    /** A person's segments now; empty if there is no such person. */
    List<SegmentDefinition> segmentsOf(String cioId) {
        return w.read(
                () -> {
                    Person p = w.people.find(new Identifier(Identifier.Kind.CIO_ID, cioId));
                    return p == null
                            ? List.<SegmentDefinition>of()
                            : w.segments.of(p, w.clock.now());
                });
    }

    SandboxSummary summary() {
        return w.read(
                () -> {
                    Counters c = w.counters;
                    return new SandboxSummary(
                            w.clock.now(),
                            w.options.clockMode,
                            w.people.all().size(),
                            w.anonymous.count(w.clock.now()),
                            new TreeMap<>(c.operations),
                            new TreeMap<>(c.eventsByName),
                            c.requests,
                            c.duplicatesIgnored,
                            c.refusedItems,
                            c.ignoredSuppressed,
                            c.droppedUnknown,
                            c.staleAttributes,
                            c.attributeFailures,
                            c.duplicateProfiles,
                            c.eventsLostInMerge,
                            faults.injected(),
                            w.journeys.definitions().stream().map(this::counts).toList(),
                            w.operationsPerSecond());
                });
    }

    private JourneyCounts counts(JourneyDefinition journey) {
        Map<JourneyEntry.Outcome, Integer> byOutcome = new EnumMap<>(JourneyEntry.Outcome.class);
        List<Enrolment> entries = w.journeys.entries(journey.name());
        for (Enrolment e : entries) {
            byOutcome.merge(e.outcome, 1, Integer::sum);
        }
        return new JourneyCounts(
                journey.name(),
                journey.title(),
                entries.size(),
                byOutcome.getOrDefault(JourneyEntry.Outcome.WAITING, 0),
                byOutcome.getOrDefault(JourneyEntry.Outcome.EXITED, 0),
                byOutcome.getOrDefault(JourneyEntry.Outcome.MAILED, 0),
                byOutcome.getOrDefault(JourneyEntry.Outcome.NO_CHANNEL, 0));
    }

    private static List<Activity> sorted(List<Activity> activity) {
        List<Activity> copy = new ArrayList<>(activity);
        copy.sort(BY_ACCEPTANCE);
        return List.copyOf(copy);
    }
}
