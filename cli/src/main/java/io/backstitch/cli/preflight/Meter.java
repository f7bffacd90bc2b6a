package io.backstitch.cli.preflight;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * The job's own counters of what was taken away without refusing an event, kept beyond the end of
 * the job, and how much state RocksDB holds meanwhile.
 */
public final class Meter implements MetricReporter {
    private static final Meter ALL = new Meter();
    private static final String JOB = "<job_id>";

    private record Name(String job, String name, String attribute) {}

    private final Map<Metric, Name> live = new ConcurrentHashMap<>();
    private final Map<Name, Long> ended = new ConcurrentHashMap<>();

    private Meter() {}

    /** What Flink calls; found through META-INF/services. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return ALL;
        }
    }

    /** Options of a Flink cluster that make it report here. */
    static Configuration flinkOptions() {
        Configuration options = new Configuration();
        options.setString("metrics.reporters", "preflight");
        options.setString("metrics.reporter.preflight.factory.class", Factory.class.getName());
        return options;
    }

    /** Profile attributes that could not be brought into their form, by name. */
    static Map<String, Long> refusedAttributes(String job) {
        Map<String, Long> refused = new TreeMap<>();
        ALL.all()
                .forEach(
                        (name, n) -> {
                            if (name.job.equals(job) && name.attribute != null && n > 0) {
                                refused.merge(name.attribute, n, Long::sum);
                            }
                        });
        return refused;
    }

    /** Sum of a counter over all subtasks. */
    static long count(String job, String counter) {
        long[] sum = new long[1];
        ALL.all()
                .forEach(
                        (name, n) -> {
                            if (name.job.equals(job) && name.name.equals(counter)) {
                                sum[0] += n;
                            }
                        });
        return sum[0];
    }

    /** What a gauge shows now, summed over all subtasks and kinds of state. */
    static long gauge(String job, String gauge) {
        long sum = 0;
        for (Map.Entry<Metric, Name> meter : ALL.live.entrySet()) {
            Name name = meter.getValue();
            if (name.job.equals(job)
                    && name.name.endsWith(gauge)
                    && meter.getKey() instanceof Gauge<?> shown
                    && shown.getValue() instanceof Number number) {
                sum += number.longValue();
            }
        }
        return sum;
    }

    static void forget(String job) {
        ALL.ended.keySet().removeIf(name -> name.job.equals(job));
    }

    private Map<Name, Long> all() {
        Map<Name, Long> sums = new ConcurrentHashMap<>(ended);
        live.forEach(
                (metric, name) -> {
                    if (metric instanceof Counter counter) {
                        sums.merge(name, counter.getCount(), Long::sum);
                    }
                });
        return sums;
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        Map<String, String> variables = group.getAllVariables();
        boolean wanted =
                metric instanceof Counter || metric instanceof Gauge<?> && name.contains("rocksdb");
        if (wanted && variables.containsKey(JOB) && variables.containsKey("<operator_id>")) {
            live.put(metric, new Name(variables.get(JOB), name, variables.get("<attribute>")));
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        Name known = live.remove(metric);
        if (known != null && metric instanceof Counter counter && counter.getCount() > 0) {
            ended.merge(known, counter.getCount(), Long::sum);
        }
    }
}
