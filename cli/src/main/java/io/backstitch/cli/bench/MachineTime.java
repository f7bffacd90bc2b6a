package io.backstitch.cli.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * CPU time spent on this machine until now, to tell a disturbed run from a quiet one.
 *
 * @param busy by everybody; null where {@code /proc/stat} does not say
 * @param stolen by other virtual machines on the same hardware; null likewise
 * @param own by this process: broker, sandbox and the measuring itself
 */
record MachineTime(Duration busy, Duration stolen, Duration own) {
    private static final Path STAT = Path.of("/proc/stat");
    private static final long TICK_MS = 10; // USER_HZ is 100 on every Linux

    static MachineTime now() {
        Duration own = null;
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            own = Duration.ofNanos(system.getProcessCpuTime());
        }
        try {
            // cpu user nice system idle iowait irq softirq steal
            String[] all =
                    Files.readString(STAT, StandardCharsets.US_ASCII).split("\n", 2)[0].split(" +");
            long busy = 0;
            for (int field : new int[] {1, 2, 3, 6, 7}) {
                busy += Long.parseLong(all[field]);
            }
            return new MachineTime(
                    Duration.ofMillis(busy * TICK_MS),
                    Duration.ofMillis(Long.parseLong(all[8]) * TICK_MS),
                    own);
        } catch (IOException | RuntimeException e) {
            return new MachineTime(null, null, own); // not Linux
        }
    }

    /** What was spent since then; unknown stays unknown. */
    MachineTime since(MachineTime before) {
        return new MachineTime(
                minus(busy, before.busy), minus(stolen, before.stolen), minus(own, before.own));
    }

    private static Duration minus(Duration now, Duration before) {
        return now == null || before == null ? null : now.minus(before);
    }
}
