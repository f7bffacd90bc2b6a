package io.backstitch.cli.preflight;

import io.backstitch.cli.preflight.Finding.Bar;
import io.backstitch.cli.preflight.Finding.Chart;
import io.backstitch.cli.preflight.Finding.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Turns what was counted into an answer to each point. */
final class Findings {
    private static final int ROWS = 25;
    private static final String UNPLANNED = "unplanned_event";

    /** An order may still be reported by the backend after the sample's end. */
    private static final long STILL_COMING = 1_800_000;

    private final PreflightRun.Result result;
    private final Counts counts;
    private final Map<Point, Double> limits;
    private final long deadline;

    /**
     * @param limits percent, where not the usual ones
     * @param deadline milliseconds after which a cart without its order is announced
     */
    Findings(PreflightRun.Result result, Map<Point, Double> limits, long deadline) {
        this.result = result;
        this.counts = result.counts();
        this.limits = new EnumMap<>(Point.class);
        for (Point point : Point.values()) {
            this.limits.put(point, limits.getOrDefault(point, point.limit));
        }
        this.deadline = deadline;
    }

    List<Finding> all() {
        return List.of(
                identifier(),
                channels(),
                consent(),
                names(),
                properties(),
                stitching(),
                purchases(),
                paths(),
                person());
    }

    private Finding identifier() {
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

    private static long[] row(Map<String, long[]> rows, String[] where, int size) {
        return rows.computeIfAbsent(where[0] + " / " + where[1], name -> new long[size]);
    }

    private Finding channels() {
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

    private Finding consent() {
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

    private Finding names() {
        Map<String, Long> unknown = new LinkedHashMap<>();
        counts.each(
                (at, n) -> {
                    if (at[1].equals(UNPLANNED)) {
                        unknown.merge(at[3] + "\t" + at[2] + "\t" + at[5], n, Long::sum);
                    }
                },
                "letter");
        long faults = unknown.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Long> spelled = new TreeMap<>();
        counts.each(
                (at, n) -> spelled.merge(at[2] + "\t" + at[3] + "\t" + at[0], n, Long::sum),
                "name");
        long planned = counts.total("name");
        List<List<String>> unknownRows = new ArrayList<>();
        for (Map.Entry<String, Long> name : largest(unknown)) {
            String[] at = name.getKey().split("\t", -1);
            unknownRows.add(List.of(at[0], at[1], at[2].isEmpty() ? "-" : at[2], num(name)));
        }
        List<List<String>> mapped = new ArrayList<>();
        Map<String, Long> byName = new TreeMap<>();
        for (Map.Entry<String, Long> name : largest(spelled)) {
            String[] at = name.getKey().split("\t", -1);
            mapped.add(List.of(at[0], at[1], at[2], num(name)));
        }
        spelled.forEach((key, n) -> byName.merge(key.split("\t", -1)[1], n, Long::sum));
        List<Bar> bars = new ArrayList<>();
        for (Map.Entry<String, Long> name : largest(byName)) {
            bars.add(new Bar(name.getKey(), name.getValue(), num(name)));
        }
        List<String> facts =
                List.of(
                        num(spelled.size())
                                + " spellings become "
                                + num(byName.size())
                                + " names of the contract; "
                                + num(unknown.size())
                                + " names are in no contract.");
        return finding(
                Point.NAMES,
                faults,
                planned + faults,
                planned > 0,
                facts,
                List.of(
                        new Table(
                                "Names that nobody planned",
                                List.of("name", "topic", "nearest planned", "events"),
                                unknownRows),
                        new Table(
                                "Spellings, and what they become",
                                List.of("spelled", "becomes", "source", "events"),
                                mapped)),
                List.of(new Chart("Events by name", bars)));
    }

    private Finding properties() {
        Map<String, Long> lacking = new LinkedHashMap<>();
        counts.each(
                (at, n) -> {
                    if (at[0].equals("NORMALISE") && !at[1].equals(UNPLANNED)) {
                        String key = at[3] + "\t" + at[4] + "\t" + at[1] + "\t" + at[2];
                        lacking.merge(key, n, Long::sum);
                    }
                },
                "letter");
        long faults = lacking.values().stream().mapToLong(Long::longValue).sum();
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<String, Long> one : largest(lacking)) {
            String[] at = one.getKey().split("\t", -1);
            String field = at[1].isEmpty() ? "-" : at[1];
            rows.add(List.of(at[0], field, at[2].replace('_', ' '), at[3], num(one)));
        }
        long good = counts.total("name");
        return finding(
                Point.PROPERTIES,
                faults,
                good + faults,
                good > 0,
                List.of(num(good) + " events have all that the contract requires of them."),
                List.of(
                        new Table(
                                "What is missing or wrong, by event and source",
                                List.of("event", "property", "fault", "topic", "events"),
                                rows)),
                List.of());
    }

    private Finding stitching() {
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

    private Finding purchases() {
        long orders = counts.get("orders");
        long backend = counts.get("orders-backend");
        long[] pending = new long[1];
        counts.each(
                (at, n) -> {
                    long bucket = (Long.parseLong(at[0]) + 1) * FactBook.BUCKET;
                    pending[0] += bucket > result.last() - STILL_COMING ? n : 0;
                },
                "client-only");
        long unreported = counts.total("client-only") - pending[0];
        Spread lateness = Spread.of(counts, "lateness", 1);
        long late = lateness.above(deadline);
        List<String> facts = new ArrayList<>();
        facts.add(share("orders were reported by the backend", backend, orders));
        facts.add(
                num(unreported)
                        + " orders were reported by web or app alone; "
                        + num(late)
                        + " came from the backend later than "
                        + Spread.duration(deadline)
                        + ", when their cart had been announced as abandoned.");
        if (pending[0] > 0) {
            facts.add(
                    num(pending[0])
                            + " more were placed in the last half hour; the backend may yet report"
                            + " them, they are not judged.");
        }
        if (lateness.size() > 0) {
            facts.add("The backend reports " + lateness.words() + ".");
        }
        return finding(
                Point.PURCHASES,
                unreported + late,
                orders,
                backend > 0 || unreported > 0,
                facts,
                List.of(),
                lateness.size() == 0
                        ? List.of()
                        : List.of(lateness.chart("From the order until the backend reports it")));
    }

    private Finding paths() {
        long orders = counts.get("orders");
        long twice = counts.get("orders-of-two-paths");
        long twins = counts.get("twins");
        List<List<String>> rows = new ArrayList<>();
        counts.each((at, n) -> rows.add(List.of("order_completed", at[0], num(n))), "paths");
        counts.each((at, n) -> rows.add(List.of("shopping events", at[0], num(n))), "twin-paths");
        long[] repeats = new long[1];
        counts.each((at, n) -> repeats[0] += n, "receipt", "DUPLICATE");
        return finding(
                Point.PATHS,
                twice + twins,
                orders + counts.get("twins-looked-at"),
                counts.total("name") > 0,
                List.of(
                        num(twice)
                                + " orders and "
                                + num(twins)
                                + " other events came in by more than one path.",
                        num(repeats[0])
                                + " events were repeats of one message (retries, uploads sent"
                                + " twice); these are dropped and no fault of the set-up."),
                List.of(
                        new Table(
                                "What comes in by two paths",
                                List.of("event", "paths", "count"),
                                rows)),
                List.of());
    }

    private Finding person() {
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

    private static List<Map.Entry<String, Long>> largest(Map<String, Long> numbers) {
        List<Map.Entry<String, Long>> entries = new ArrayList<>(numbers.entrySet());
        entries.sort(
                Comparator.comparingLong((Map.Entry<String, Long> entry) -> -entry.getValue())
                        .thenComparing(Map.Entry::getKey));
        return entries.size() > ROWS ? entries.subList(0, ROWS) : entries;
    }

    private static Bar bar(String label, long n, long of) {
        double percent = of == 0 ? 0 : 100.0 * n / of;
        return new Bar(label, percent, pct(percent));
    }

    private static String share(String what, long n, long of) {
        return num(n)
                + " of "
                + num(of)
                + " "
                + what
                + (of == 0 ? "." : " (" + pct(100.0 * n / of) + ").");
    }

    private static String pct(double percent) {
        return String.format(
                Locale.ROOT, percent > 0 && percent < 1 ? "%.2f %%" : "%.1f %%", percent);
    }

    private static String num(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String num(Map.Entry<String, Long> entry) {
        return num(entry.getValue());
    }
}
