package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.options.OptionReader;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/** Reads where Customer.io is and what opens it. */
record Access(OptionReader options, boolean development, List<String> faults) {

    String siteId() {
        String siteId = options.get(DeliverOptions.SITE_ID);
        if (siteId == null || siteId.isBlank()) {
            options.fault(
                    DeliverOptions.SITE_ID,
                    "missing; Customer.io shows it in the settings of the workspace");
        }
        return siteId;
    }

    String apiKeyFile() {
        String file = options.file(DeliverOptions.API_KEY_FILE);
        if (file == null && System.getenv(SecretFile.API_KEY_VARIABLE) == null) {
            options.fault(
                    DeliverOptions.API_KEY_FILE,
                    "missing; name a file that holds the Track API key and nothing else");
        }
        return file;
    }

    /** The address allowed, the fallback if none is set, or null after noting a fault. */
    String address(ConfigOption<String> option, String fallback) {
        String url = options.get(option);
        return url == null ? fallback : Endpoint.check(option.key(), url, development, faults);
    }
}
