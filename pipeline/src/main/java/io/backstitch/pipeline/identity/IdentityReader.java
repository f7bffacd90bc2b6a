package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.options.OptionReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Reads and checks the options of identity resolution. */
public final class IdentityReader {
    /** So many owners of one device are told apart at most. */
    private static final int MOST_OWNERS = 30;

    private static final long YEARS = 100L * 366 * 86_400_000;
    private static final long DAY = 86_400_000L;

    private final OptionReader options;

    /**
     * @param faults takes one sentence per fault; what is read is of use only if it stays empty
     */
    public IdentityReader(ReadableConfig config, List<String> faults) {
        this.options = new OptionReader(config, faults);
    }

    /**
     * @param levels the hierarchy, checked elsewhere
     * @param auditKey secret of the audit's hashes
     */
    public IdentitySettings read(
            List<Level> levels, byte[] auditKey, IdentitySettings.Sabotage sabotage) {
        IdentitySettings.Hold hold =
                new IdentitySettings.Hold(
                        millis(IdentityOptions.WINDOW, 0),
                        millis(IdentityOptions.LATENESS, 0),
                        millis(IdentityOptions.MIN_HOLD, 0),
                        options.between(IdentityOptions.MAX_HELD, 1, Integer.MAX_VALUE),
                        options.get(IdentityOptions.MAX_HELD_BYTES).getBytes());
        IdentitySettings.Life life =
                new IdentitySettings.Life(
                        millis(IdentityOptions.DEDUPE_RETENTION, 0),
                        millis(IdentityOptions.CART_LIFE, DAY),
                        millis(IdentityOptions.ORDER_LIFE, DAY),
                        millis(IdentityOptions.DEVICE_LIFE, DAY));
        IdentitySettings.Rules rules =
                new IdentitySettings.Rules(
                        millis(IdentityOptions.SETTLE, 0),
                        options.get(IdentityOptions.MPID_ENDS_OWNERSHIP),
                        maxOwners(levels),
                        authoritative(),
                        options.get(IdentityOptions.CONFLICTS));
        return new IdentitySettings(unrolled(levels), hold, life, rules, auditKey, sabotage);
    }

    /** The hierarchy, with every level that aliases may join twice. */
    private List<Level> unrolled(List<Level> levels) {
        List<String> names = options.get(IdentityOptions.ALIAS_LEVELS);
        List<Level> unrolled = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            unrolled.add(level);
            boolean lowest = i == 0 && level.role() == Level.Role.DEVICE;
            boolean highest = i == levels.size() - 1;
            if (names.contains(level.name()) && (lowest || highest)) {
                unrolled.add(level.above());
            } else if (names.contains(level.name())) {
                options.fault(
                        IdentityOptions.ALIAS_LEVELS,
                        "'" + level.name() + "' is neither the device level nor the highest");
            }
        }
        for (String name : names) {
            if (levels.stream().noneMatch(level -> level.name().equals(name))) {
                options.fault(IdentityOptions.ALIAS_LEVELS, "no such level '" + name + "'");
            }
        }
        return List.copyOf(unrolled);
    }

    private Map<String, Integer> maxOwners(List<Level> levels) {
        TreeMap<String, Integer> most = new TreeMap<>();
        options.get(IdentityOptions.MAX_OWNERS)
                .forEach((level, text) -> most.put(level, owners(level, text)));
        Map<String, String> defaults = IdentityOptions.MAX_OWNERS.defaultValue();
        for (String level : most.keySet()) {
            if (!defaults.containsKey(level)
                    && levels.stream().noneMatch(known -> known.name().equals(level))) {
                options.fault(IdentityOptions.MAX_OWNERS, "no such level '" + level + "'");
            }
        }
        return most;
    }

    private int owners(String level, String text) {
        try {
            int owners = Integer.parseInt(text.strip());
            if (owners >= 1 && owners <= MOST_OWNERS) {
                return owners;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        options.fault(
                IdentityOptions.MAX_OWNERS,
                level + ": expected a number from 1 to " + MOST_OWNERS + ", found '" + text + "'");
        return 1;
    }

    private Set<String> authoritative() {
        List<String> sources = options.get(IdentityOptions.AUTHORITATIVE_SOURCES);
        return sources.isEmpty() ? null : new TreeSet<>(sources);
    }

    private long millis(ConfigOption<Duration> option, long least) {
        long millis = options.get(option).toMillis();
        if (millis < least || millis > YEARS) {
            options.fault(
                    option,
                    least == 0
                            ? "must not be negative"
                            : "must be at least a day, at most 100 years");
        }
        return millis;
    }
}
