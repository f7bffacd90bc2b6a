package io.backstitch.cli.scenario;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * The metrics of the jobs in this process: Flink's way out of an operator, here by memory. Only the
 * operators' own, not what Flink measures about itself.
 */
public final class Meters implements MetricReporter {
    private static final Meters ALL = new Meters();
    private static final String JOB = "<job_id>";
    private static final String OPERATOR = "<operator_id>";

    private record Meter(String job, String name) {}

    private final Map<Metric, Meter> meters = new ConcurrentHashMap<>();

    private Meters() {}

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
        options.setString("metrics.reporters", "scenario");
        options.setString("metrics.reporter.scenario.factory.class", Factory.class.getName());
        return options;
    }

    /** The gauges of these names in a job. */
    static List<Gauge<?>> gauges(String job, Set<String> names) {
        List<Gauge<?>> gauges = new ArrayList<>();
        ALL.meters.forEach(
                (metric, meter) -> {
                    if (meter.job.equals(job)
                            && names.contains(meter.name)
                            && metric instanceof Gauge<?> gauge) {
                        gauges.add(gauge);
                    }
                });
        return gauges;
    }

    /** Counters of a job summed over operators and subtasks, by name. */
    static Map<String, BigDecimal> counters(String job) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        ALL.meters.forEach(
                (metric, meter) -> {
                    if (meter.job.equals(job) && metric instanceof Counter counter) {
                        sums.merge(
                                meter.name,
                                BigDecimal.valueOf(counter.getCount()),
                                BigDecimal::add);
                    }
                });
        return sums;
    }

    @Override
    public void open(org.apache.flink.metrics.MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        Map<String, String> variables = group.getAllVariables();
        if (variables.containsKey(OPERATOR) && variables.containsKey(JOB)) {
            meters.put(metric, new Meter(variables.get(JOB), name));
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        meters.remove(metric);
    }
}
