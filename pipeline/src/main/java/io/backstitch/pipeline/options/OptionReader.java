package io.backstitch.pipeline.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Reads options and collects everything that is wrong with them, so one message tells it all. Where
 * something is wrong it hands out a value that is of no use.
 */
public final class OptionReader {
    private final ReadableConfig config;
    private final List<String> faults;

    /**
     * @param faults takes one sentence per fault, each beginning with the option's key
     */
    public OptionReader(ReadableConfig config, List<String> faults) {
        this.config = config;
        this.faults = faults;
    }

    public void fault(ConfigOption<?> option, String sentence) {
        faults.add(option.key() + ": " + sentence);
    }

    /** The value, or the default after noting that the value cannot be read. */
    public <T> T get(ConfigOption<T> option) {
        try {
            return config.get(option);
        } catch (IllegalArgumentException e) {
            // The value is left out: it may be a secret in the wrong place.
            fault(option, "its value cannot be read; the default is " + option.defaultValue());
            return option.defaultValue();
        }
    }

    /** A text that must be there. */
    public String required(ConfigOption<String> option) {
        String value = get(option);
        if (value == null || value.isBlank()) {
            fault(option, "missing");
        }
        return value;
    }

    /** The path of a file that exists, or null if none is named. */
    public String file(ConfigOption<String> option) {
        String file = get(option);
        if (file != null && !Files.isReadable(Path.of(file))) {
            fault(option, "the file " + file + " cannot be read");
        }
        return file;
    }

    public int between(ConfigOption<Integer> option, int least, int most) {
        int value = get(option);
        if (value < least || value > most) {
            fault(option, value + " is not between " + least + " and " + most);
        }
        return value;
    }

    /** A duration in ms that is not negative. */
    public long millis(ConfigOption<Duration> option) {
        long value = get(option).toMillis();
        if (value < 0) {
            fault(option, "must not be negative");
        }
        return value;
    }

    /** A duration in ms within these bounds. */
    public long millis(ConfigOption<Duration> option, long least, long most) {
        long value = get(option).toMillis();
        if (value < least || value > most) {
            fault(option, value + " ms is not between " + least + " ms and " + most + " ms");
        }
        return value;
    }
}
