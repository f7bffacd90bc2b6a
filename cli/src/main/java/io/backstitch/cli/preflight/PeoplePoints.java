package io.backstitch.cli.preflight;

import static io.backstitch.cli.preflight.Words.bar;
import static io.backstitch.cli.preflight.Words.num;
import static io.backstitch.cli.preflight.Words.pct;
import static io.backstitch.cli.preflight.Words.share;

import io.backstitch.cli.preflight.Finding.Bar;
import io.backstitch.cli.preflight.Finding.Chart;
import io.backstitch.cli.preflight.Finding.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The points about people: who they are, how they are reached, what becomes theirs. */
final class PeoplePoints {
    private final PreflightRun.Result result;
    private final Counts counts;
    private final Map<Point, Double> limits;

    /**
     * @param limits percent, for every point
     */
    PeoplePoints(PreflightRun.Result result, Map<Point, Double> limits) {
        this.result = result;
        this.counts = result.counts();
        this.limits = limits;
    }

    Finding identifier() {
        Map<String, long[]> platforms = new TreeMap<>();
        String[] kinds = {"primary", "other", "nobody"};
        for (int i = 0; i < kinds.length; i++) {
            int kind = i;
            counts.each((where, n) -> row(platforms, where, 4)[kind] += n, "who", kinds[i]);
        }
        counts.each((where, n) -> row(platforms, where, 4)[3] += n, "primary-missing");
        long missing = counts.total("primary-missing");
        long odd = counts.total("address-as-id");
        long known = counts.total("who", "primary") + counts.total("who", "other");
        List<List<String>> rows = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        platforms.forEach(
                (where, n) -> {
                    rows.add(List.of(where, num(n[0]), num(n[1]), num(n[2]), num(n[3])));
                    double share = Finding.percent(n[0], n[0] + n[1]);
                    if (n[0] + n[1] > 0) {
                        bars.add(new Bar(where, share, pct(share)));
                    }
                });
        List<String> facts = new ArrayList<>();
        facts.add(
                num(missing)
                        + " records name a customer whose id is known by the address alone; "
                        + num(odd)
                        + " use an address or number as customer id.");
        return finding(
                Point.IDENTIFIER,
                missing + odd,
                known,
                known > 0,
                facts,
                List.of(
                        new Table(
                                "Who records are about, by source",
                                List.of(
                                        "source",
                                        "primary id",
                                        "email only",
                                        "nobody",
                                        "known, id missing"),
                                rows)),
                List.of(new Chart("Known records with the primary identifier", bars)));
    }

    Finding channels() {
        long email = counts.total("attribute", "email");
        long phone = counts.total("attribute", "phone");
        long badEmail = result.refused().getOrDefault("email", 0L);
        long badPhone = result.refused().getOrDefault("phone", 0L);
        long people = counts.get("people");
        List<String> facts =
                List.of(
                        num(badPhone)
                                + " phone numbers and "
                                + num(badEmail)
                                + " addresses cannot be brought into their form.",
                        share("people have an address", counts.get("people-email"), people),
                        share("people have a phone number", counts.get("people-phone"), people));
        List<Bar> bars =
                List.of(
                        bar("email", counts.get("people-email"), people),
                        bar("phone", counts.get("people-phone"), people));
        return finding(
                Point.CHANNELS,
                badEmail + badPhone,
                email + phone + badEmail + badPhone,
                email > 0,
                facts,
                List.of(),
                List.of(new Chart("People who can be reached", bars)));
    }

    Finding consent() {
        long people = counts.get("people");
        long sms = counts.get("people-sms-consent");
        long unknown = people - counts.get("people-email-consent");
        long phones = counts.get("people-phone");
        List<String> facts = new ArrayList<>();
        facts.add(share("people have no stated consent to email", unknown, people));
        facts.add(
                sms == 0
                        ? "No source states consent to text messages: nobody can be texted."
                        : share("people with a phone have stated consent to text", sms, phones));
        return finding(
                Point.CONSENT,
                unknown,
                people,
                people > 0,
                facts,
                List.of(),
                List.of(
                        new Chart(
                                "People with stated consent",
                                List.of(
                                        bar("email", people - unknown, people),
                                        bar("text", sms, people)))));
    }

    Finding stitching() {
        Map<String, Long> how = new TreeMap<>();
        counts.each((at, n) -> how.merge(at[0], n, Long::sum), "stitch", "checkout_started");
        long all = how.values().stream().mapToLong(Long::longValue).sum();
        long known = how.getOrDefault("KNOWN", 0L) + how.getOrDefault("HANDOVER", 0L);
        long held = how.getOrDefault("HELD", 0L) + how.getOrDefault("HELD_PAST_TRIGGER", 0L);
        long never = all - known - held;
        long flows = counts.get("flows");
        Spread delay = Spread.of(counts, "checkout-delay", 1000);
        List<String> facts = new ArrayList<>();
        facts.add(
                flows == 0
                        ? "Not one shopper browsed anonymously, became known and bought: stitching"
                                + " was not seen to work."
                        : num(flows)
                                + " shoppers browsed anonymously, became known and bought, and all"
                                + " of it is one history.");
        facts.add(
                share("checkouts came before their person was known", held + never, all)
                        + " Of these "
                        + num(held)
                        + " found their person later, "
                        + num(never)
                        + " never.");
        if (delay.size() > 0) {
            facts.add("Until the person was known: " + delay.words() + ".");
        }
        return finding(
                Point.STITCHING,
                held + never,
                all,
                flows > 0 && all > 0,
                facts,
                List.of(),
                delay.size() == 0
                        ? List.of()
                        : List.of(delay.chart("From checkout until its person was known")));
    }

    Finding person() {
        long addresses = counts.get("email-of-two");
        long orders = counts.get("order-of-two");
        List<List<String>> rows = new ArrayList<>();
        Map<String, Long> decisions = new TreeMap<>();
        counts.each((at, n) -> decisions.merge(decision(at), n, Long::sum), "audit");
        decisions.forEach((what, n) -> rows.add(List.of(what, num(n))));
        long people = counts.get("people");
        List<String> facts = new ArrayList<>();
        facts.add(
                num(addresses)
                        + " addresses and "
                        + num(orders)
                        + " orders are claimed by two customers.");
        facts.add(
                num(result.junk())
                        + " placeholders stood where an identifier is due and were ignored; "
                        + num(counts.get("people-stitched"))
                        + " people were given what they did before they were known.");
        return finding(
                Point.PERSON,
                addresses + orders,
                people,
                people > 0,
                facts,
                List.of(
                        new Table(
                                "Decisions about who is who", List.of("decision", "count"), rows)),
                List.of());
    }

    private static long[] row(Map<String, long[]> rows, String[] where, int size) {
        return rows.computeIfAbsent(where[0] + " / " + where[1], name -> new long[size]);
    }

    private static String decision(String[] at) {
        String reason = at[1].isEmpty() ? "" : ", " + at[1];
        return (at[0] + reason + " (" + at[2] + ")").toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Finding finding(
            Point point,
            long faults,
            long of,
            boolean seen,
            List<String> facts,
            List<Table> tables,
            List<Chart> charts) {
        return Finding.of(point, faults, of, seen, limits.get(point), facts, tables, charts);
    }
}
