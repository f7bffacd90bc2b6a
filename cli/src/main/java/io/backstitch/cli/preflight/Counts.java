package io.backstitch.cli.preflight;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * Named numbers that an operator adds up and Flink carries out of the job. A name is made of parts
 * (what, of which source, ...); how many there are is bounded, whatever the sample holds.
 */
final class Counts implements Accumulator<Serializable, ConcurrentHashMap<String, Long>> {
    private static final long serialVersionUID = 1L;

    /** Stands for all names beyond the bound. */
    static final String OVERFLOW = "overflow";

    private static final String PREFIX = "preflight-";
    private static final char SEPARATOR = '\u001f';
    private static final int MAX_NAMES = 100_000;

    private final ConcurrentHashMap<String, Long> numbers = new ConcurrentHashMap<>();

    /** The numbers of one operator. */
    static Counts of(RuntimeContext context, String operator) {
        Counts counts = new Counts();
        context.addAccumulator(PREFIX + operator, counts);
        return counts;
    }

    /** All operators' numbers in one. */
    static Counts sum(Map<String, Object> accumulators) {
        Counts sum = new Counts();
        accumulators.forEach(
                (name, value) -> {
                    if (name.startsWith(PREFIX) && value instanceof Map<?, ?> numbers) {
                        numbers.forEach((key, n) -> sum.plus((String) key, (Long) n));
                    }
                });
        return sum;
    }

    void add(long n, String... parts) {
        plus(String.join(String.valueOf(SEPARATOR), parts), n);
    }

    private void plus(String name, long n) {
        boolean room = numbers.containsKey(name) || numbers.size() < MAX_NAMES;
        numbers.merge(room ? name : OVERFLOW, n, Long::sum);
    }

    long get(String... parts) {
        return numbers.getOrDefault(String.join(String.valueOf(SEPARATOR), parts), 0L);
    }

    /** Sum of all names that begin with these parts. */
    long total(String... parts) {
        long[] sum = new long[1];
        each((rest, n) -> sum[0] += n, parts);
        return sum[0];
    }

    /** Calls with what follows these parts, in the order of the names. */
    void each(ObjLongConsumer<String[]> each, String... parts) {
        String begin = String.join(String.valueOf(SEPARATOR), parts) + SEPARATOR;
        for (Map.Entry<String, Long> number : new TreeMap<>(numbers).entrySet()) {
            String name = number.getKey();
            if (name.startsWith(begin) && number.getValue() != 0) {
                String[] rest = name.substring(begin.length()).split("\u001f", -1);
                each.accept(rest, number.getValue());
            }
        }
    }

    @Override
    public void add(Serializable name) {
        plus(String.valueOf(name), 1);
    }

    @Override
    public ConcurrentHashMap<String, Long> getLocalValue() {
        return numbers;
    }

    @Override
    public void resetLocal() {
        numbers.clear();
    }

    @Override
    public void merge(Accumulator<Serializable, ConcurrentHashMap<String, Long>> other) {
        other.getLocalValue().forEach(this::plus);
    }

    @Override
    public Counts clone() {
        Counts copy = new Counts();
        copy.numbers.putAll(numbers);
        return copy;
    }
}
