package io.backstitch.cli.bench;

import java.time.Duration;

/**
 * What was measured.
 *
 * @param events events and order reports of shoppers, repeats and unreadable ones included; without
 *     what only moves the clock
 * @param records Kafka records they came in
 * @param operations operations that took effect at the sandbox
 * @param requests requests that took them there
 * @param firstFate from the submission of the job until the first fate
 * @param wall from the submission of the job until the last fate
 * @param jobCpu CPU of the job's JVM in that time; null where it cannot be told
 * @param machine what the machine did meanwhile
 */
public record Measurement(
        long events,
        long records,
        long operations,
        long requests,
        Duration firstFate,
        Duration wall,
        Duration jobCpu,
        MachineTime machine) {

    /** Events per second. */
    public double perSecond() {
        return events / seconds(wall);
    }

    /** Events per CPU-second of the job; not a number where that cannot be told. */
    public double perCpuSecond() {
        return jobCpu == null ? Double.NaN : events / seconds(jobCpu);
    }

    /** CPU of neither the job nor this process; null where it cannot be told. */
    Duration othersCpu() {
        return machine.busy() == null || machine.own() == null || jobCpu == null
                ? null
                : machine.busy().minus(machine.own()).minus(jobCpu);
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
