package io.backstitch.cli.preflight;

import static io.backstitch.cli.preflight.Words.largest;
import static io.backstitch.cli.preflight.Words.num;
import static io.backstitch.cli.preflight.Words.share;

import io.backstitch.cli.preflight.Finding.Bar;
import io.backstitch.cli.preflight.Finding.Chart;
import io.backstitch.cli.preflight.Finding.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The points about events: their names and properties, orders, and the ways they come in. */
final class EventPoints {
    private static final String ORDER = "order_completed";
    private static final String ORDERS = "orders";
    private static final String UNPLANNED = "unplanned_event";

    /** An order may still be reported by the backend after the sample's end. */
    private static final long STILL_COMING = 1_800_000;

    private final PreflightRun.Result result;
    private final Counts counts;
    private final Map<Point, Double> limits;
    private final long deadline;

    /**
     * @param limits percent, for every point
     * @param deadline milliseconds after which a cart without its order is announced
     */
    EventPoints(PreflightRun.Result result, Map<Point, Double> limits, long deadline) {
        this.result = result;
        this.counts = result.counts();
        this.limits = limits;
        this.deadline = deadline;
    }

    Finding names() {
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

    Finding properties() {
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

    Finding purchases() {
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

    Finding paths() {
        long orders = counts.get("orders");
        long twice = counts.get("orders-of-two-paths");
        long twins = counts.get("twins");
        List<List<String>> rows = new ArrayList<>();
        Map<String, String> sources = new TreeMap<>();
        counts.each(
                (at, n) -> {
                    rows.add(List.of(ORDER, at[0], num(n)));
                    route(sources, ORDER, at[0]);
                },
                "paths");
        counts.each(
                (at, n) -> {
                    rows.add(List.of(at[0], at[1], num(n)));
                    route(sources, at[0], at[1]);
                },
                "twin-paths");
        long[] repeats = new long[1];
        counts.each((at, n) -> repeats[0] += n, "receipt", "DUPLICATE");
        List<String> facts = new ArrayList<>();
        facts.add(
                num(twice)
                        + " orders and "
                        + num(twins)
                        + " other events came in by more than one path.");
        facts.add(
                num(repeats[0])
                        + " events were repeats of one message (retries, uploads sent twice); these"
                        + " are dropped and no fault of the set-up.");
        if (!sources.isEmpty()) {
            List<String> choices = new ArrayList<>();
            sources.forEach((event, of) -> choices.add("routes." + event + ": " + of));
            facts.add("To let one source deliver: " + String.join("; ", choices) + ".");
        }
        return finding(
                Point.PATHS,
                twice + twins,
                orders + counts.get("twins-looked-at"),
                counts.total("name") > 0,
                facts,
                List.of(
                        new Table(
                                "What comes in by two paths",
                                List.of("event", "paths", "count"),
                                rows)),
                List.of());
    }

    /** Notes which sources could be the one, if it is not one already. */
    private static void route(Map<String, String> sources, String event, String paths) {
        TreeSet<String> names = new TreeSet<>();
        for (String path : paths.split(" \\+ ")) {
            names.add(path.replaceFirst("/.*", ""));
        }
        if (names.size() > 1) {
            boolean backend = event.equals(ORDER) && names.contains(ORDERS);
            sources.put(event, backend ? ORDERS : String.join(" or ", names));
        }
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
