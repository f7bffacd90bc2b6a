package io.backstitch.cli.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple6;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * What several records together say about one email address, one order, or one shopping event. It
 * keeps a few words of each on disk, and counts at once, so there is nothing to be added up at the
 * end.
 */
final class FactBook
        extends KeyedProcessFunction<
                String, Tuple6<String, Long, Long, String, String, String>, Long> {
    private static final long serialVersionUID = 1L;

    /** Two sources' reports of one event lie so close together. */
    static final long TWINS_WITHIN = 5_000;

    /** Width of the buckets of orders that only a client has reported so far. */
    static final long BUCKET = 300_000;

    private transient Counts counts;
    private transient ValueState<String> person;
    private transient ValueState<Long> since;
    private transient MapState<String, Long> paths;

    @Override
    public void open(OpenContext context) {
        counts = Counts.of(getRuntimeContext(), "facts-" + getIndex());
        person =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("fact-person", Types.STRING));
        since = getRuntimeContext().getState(new ValueStateDescriptor<>("fact-since", Types.LONG));
        paths =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>("fact-paths", Types.STRING, Types.LONG));
    }

    private int getIndex() {
        return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    }

    @Override
    public void processElement(
            Tuple6<String, Long, Long, String, String, String> fact,
            Context context,
            Collector<Long> out)
            throws Exception {
        if (fact.f0.startsWith(Fact.EMAIL)) {
            email(fact);
        } else if (fact.f0.startsWith(Fact.ORDER)) {
            order(fact);
        } else {
            twin(fact);
        }
    }

    /** An address whose customer is known is not enough any more, from then on. */
    private void email(Tuple6<String, Long, Long, String, String, String> fact) throws Exception {
        Long known = since.value();
        if (fact.f5.isEmpty()) {
            if (known != null && fact.f1 >= known) {
                counts.add(1, "primary-missing", fact.f3, fact.f4);
            }
            return;
        }
        if (known == null || fact.f1 < known) {
            since.update(fact.f1);
        }
        if (secondOwner(fact.f5)) {
            counts.add(1, "email-of-two");
        }
    }

    private void order(Tuple6<String, Long, Long, String, String, String> fact) throws Exception {
        String path = fact.f3 + "/" + fact.f4;
        boolean backend = "backend".equals(fact.f4);
        List<String> before = new ArrayList<>();
        boolean reported = false;
        for (Map.Entry<String, Long> known : paths.entries()) {
            before.add(known.getKey());
            reported |= known.getKey().endsWith("/backend");
        }
        if (before.isEmpty()) {
            counts.add(1, "orders");
        }
        if (!before.contains(path)) {
            paths.put(path, fact.f2);
            if (before.size() == 1) {
                counts.add(1, "orders-of-two-paths");
            }
            if (!before.isEmpty()) {
                TreeSet<String> all = new TreeSet<>(before);
                all.add(path);
                if (before.size() > 1) {
                    counts.add(-1, "paths", String.join(" + ", new TreeSet<>(before)));
                }
                counts.add(1, "paths", String.join(" + ", all));
            }
        }
        if (backend && !reported) {
            counts.add(1, "orders-backend");
            counts.add(1, "lateness", String.valueOf(fact.f2 - fact.f1));
            if (!before.isEmpty()) {
                counts.add(-1, "client-only", String.valueOf(since.value()));
            }
        } else if (!backend && before.isEmpty()) {
            since.update(fact.f2 / BUCKET);
            counts.add(1, "client-only", String.valueOf(fact.f2 / BUCKET));
        }
        if (!fact.f5.isEmpty() && secondOwner(fact.f5)) {
            counts.add(1, "order-of-two");
        }
    }

    /** True once: when somebody else than the first is named. */
    private boolean secondOwner(String named) throws Exception {
        String first = person.value();
        if (first == null) {
            person.update(named);
            return false;
        }
        boolean second = !first.isEmpty() && !first.equals(named);
        if (second) {
            person.update(""); // counted; nothing more is to be learned
        }
        return second;
    }

    private void twin(Tuple6<String, Long, Long, String, String, String> fact) throws Exception {
        counts.add(1, "twins-looked-at");
        String other = null;
        for (Map.Entry<String, Long> known : paths.entries()) {
            boolean close = Math.abs(known.getValue() - fact.f1) <= TWINS_WITHIN;
            if (close && !known.getKey().equals(fact.f3)) {
                other = known.getKey();
            }
        }
        if (other == null) {
            paths.put(fact.f3, fact.f1);
            return;
        }
        paths.remove(other);
        counts.add(1, "twins");
        String name = fact.f0.substring(Fact.TWIN.length(), fact.f0.indexOf('|'));
        counts.add(
                1, "twin-paths", name, String.join(" + ", new TreeSet<>(List.of(other, fact.f3))));
    }
}
