package io.backstitch.pipeline.deliver;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What one can see of a delivery subtask; names are part of the interface to dashboards. */
final class DeliverMetrics {
    private final MetricGroup group;
    private final Counter requests;
    private final Counter sent;
    private final Counter retried;
    private final Counter accepted;
    private final Counter refused;

    DeliverMetrics(MetricGroup parent) {
        group = parent.addGroup("deliver");
        requests = group.counter("requests");
        sent = group.counter("operationsSent");
        retried = group.counter("operationsRetried");
        accepted = group.counter("operationsAccepted");
        refused = group.counter("operationsRefused");
    }

    void gauges(
            IntSupplier inFlight,
            IntSupplier buffered,
            Supplier<String> stopped,
            DoubleSupplier rate) {
        group.gauge("requestsInFlight", (Gauge<Integer>) inFlight::getAsInt);
        group.gauge("operationsBuffered", (Gauge<Integer>) buffered::getAsInt);
        group.gauge("lineStopped", (Gauge<Integer>) () -> stopped.get() == null ? 0 : 1);
        group.gauge("requestsPerSecondAllowed", (Gauge<Double>) rate::getAsDouble);
    }

    void spoolGauge(IntSupplier spooled) {
        group.gauge("operationsSpooled", (Gauge<Integer>) spooled::getAsInt);
    }

    void checkpointGauge(IntSupplier people) {
        group.gauge("peopleAwaitingCheckpoint", (Gauge<Integer>) people::getAsInt);
    }

    void pauseGauges(BooleanSupplier whole, IntSupplier families, IntSupplier setAside) {
        group.gauge("paused", (Gauge<Integer>) () -> whole.getAsBoolean() ? 1 : 0);
        group.gauge("pausedFamilies", (Gauge<Integer>) families::getAsInt);
        group.gauge("operationsSetAside", (Gauge<Integer>) setAside::getAsInt);
    }

    void request(int operations) {
        requests.inc();
        sent.inc(operations);
    }

    void retried(int operations) {
        retried.inc(operations);
    }

    void accepted() {
        accepted.inc();
    }

    void refused() {
        refused.inc();
    }
}
