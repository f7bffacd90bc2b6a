package io.backstitch.cli.scenario;

import io.backstitch.sandbox.customerio.Activity;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.Failure;
import io.backstitch.sandbox.customerio.JourneyDefinition;
import io.backstitch.sandbox.customerio.JourneyEntry;
import io.backstitch.sandbox.customerio.PersonView;
import io.backstitch.sandbox.customerio.SegmentDefinition;
import io.backstitch.sandbox.customerio.SegmentView;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What there is in the end.
 *
 * @param people in the order of creation
 * @param anonymous activity of nobody, by anonymous id
 * @param journeys known to the workspace
 * @param failures accepted by Customer.io and not done
 * @param balances of one checkpoint, taken when everything had come out
 */
record Outcome(
        List<Somebody> people,
        Map<String, List<Activity>> anonymous,
        List<String> journeys,
        List<Failure> failures,
        List<Receipt> receipts,
        List<DeadLetter> deadLetters,
        List<IdentityAudit> audits,
        List<BalanceAudit> balances,
        Map<String, BigDecimal> counters) {

    /**
     * A profile with all that belongs to it.
     *
     * @param journeys outcomes in the order of entering, by journey
     * @param segments all there are, and whether the person is in each
     */
    record Somebody(
            PersonView view,
            List<Activity> activity,
            Map<String, List<String>> journeys,
            Map<String, Boolean> segments) {
        String label() {
            String id = view.id() == null ? "" : "id " + view.id();
            String email = view.email() == null ? "" : "email " + view.email();
            String both = id.isEmpty() || email.isEmpty() ? id + email : id + ", " + email;
            return both.isEmpty() ? view.cioId() : both;
        }
    }

    static Outcome of(CustomerIoSandbox sandbox, Stage stage, Map<String, BigDecimal> counters) {
        List<String> names = new ArrayList<>();
        sandbox.journeys().stream().map(JourneyDefinition::name).forEach(names::add);
        List<Somebody> people = new ArrayList<>();
        for (PersonView view : sandbox.people()) {
            Map<String, List<String>> journeys = new LinkedHashMap<>();
            for (String name : names) {
                journeys.put(name, outcomes(sandbox.journeyEntries(name), view.cioId()));
            }
            people.add(
                    new Somebody(
                            view,
                            sandbox.activity(view.cioId()),
                            journeys,
                            segments(sandbox, view.cioId())));
        }
        return new Outcome(
                people,
                sandbox.anonymousActivity(),
                names,
                sandbox.failures(),
                stage.receipts(),
                stage.deadLetters(),
                stage.audits(),
                stage.balances(),
                counters);
    }

    private static Map<String, Boolean> segments(CustomerIoSandbox sandbox, String cioId) {
        Map<String, Boolean> segments = new LinkedHashMap<>();
        for (SegmentDefinition definition : sandbox.segments()) {
            SegmentView segment = sandbox.segment(definition.name()).orElseThrow();
            segments.put(
                    definition.name(),
                    segment.members().stream().anyMatch(who -> who.cioId().equals(cioId)));
        }
        return segments;
    }

    private static List<String> outcomes(List<JourneyEntry> entries, String cioId) {
        List<String> outcomes = new ArrayList<>();
        for (JourneyEntry entry : entries) {
            if (entry.cioId().equals(cioId)) {
                outcomes.add(entry.outcome().name().toLowerCase(Locale.ROOT));
            }
        }
        return outcomes;
    }
}
