package io.backstitch.pipeline.deliver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Reads options and collects everything that is wrong with them, so one message tells it all. */
final class OptionReader {
    private final ReadableConfig config;
    private final List<String> faults = new ArrayList<>();

    OptionReader(ReadableConfig config) {
        this.config = config;
    }

    List<String> faults() {
        return faults;
    }

    void fault(ConfigOption<?> option, String sentence) {
        faults.add(option.key() + ": " + sentence);
    }

    /** The value, or the default after noting that the value cannot be read. */
    <T> T get(ConfigOption<T> option) {
        try {
            return config.get(option);
        } catch (IllegalArgumentException e) {
            // The value is left out: it may be a secret in the wrong place.
            fault(option, "its value cannot be read; " + option.defaultValue() + " is the default");
            return option.defaultValue();
        }
    }

    String siteId() {
        String siteId = get(DeliverOptions.SITE_ID);
        if (siteId == null || siteId.isBlank()) {
            fault(
                    DeliverOptions.SITE_ID,
                    "missing; Customer.io shows it in the settings of the workspace");
        }
        return siteId;
    }

    String apiKeyFile() {
        String file = readable(DeliverOptions.API_KEY_FILE);
        if (file == null && System.getenv(SecretFile.API_KEY_VARIABLE) == null) {
            fault(
                    DeliverOptions.API_KEY_FILE,
                    "missing; name a file that holds the Track API key and nothing else");
        }
        return file;
    }

    String readable(ConfigOption<String> option) {
        String file = get(option);
        if (file != null && !Files.isReadable(Path.of(file))) {
            fault(option, "cannot read the file " + file);
        }
        return file;
    }

    /** The address allowed, the fallback if none is set, or null after noting a fault. */
    String address(ConfigOption<String> option, String fallback, boolean development) {
        String url = get(option);
        return url == null ? fallback : Endpoint.check(option.key(), url, development, faults);
    }

    int between(ConfigOption<Integer> option, int least, int most) {
        int value = get(option);
        if (value < least || value > most) {
            fault(option, value + " is not between " + least + " and " + most);
        }
        return value;
    }

    long millis(ConfigOption<Duration> option, long least, long most) {
        long value = get(option).toMillis();
        if (value < least || value > most) {
            fault(option, value + " ms is not between " + least + " ms and " + most + " ms");
        }
        return value;
    }
}
