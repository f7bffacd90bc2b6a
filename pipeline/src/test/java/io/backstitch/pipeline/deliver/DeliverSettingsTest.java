package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliverSettingsTest {
    @Test
    void defaultsAreFineOnceTheWorkspaceIsNamed() {
        Configuration config = Ops.config();
        config.removeKey("customerio.track-url");
        List<String> faults = new ArrayList<>();
        DeliverSettings settings = DeliverSettings.from(config, faults);
        assertThat(faults).isEmpty();
        assertThat(settings.trackUrl()).isEqualTo("https://track.customer.io");
        assertThat(settings.appUrl()).isEqualTo("https://api.customer.io");
        assertThat(settings.lanes()).isEqualTo(256);
        assertThat(InstantiationUtil.isSerializable(settings)).isTrue();
    }

    @Test
    void allFaultsAreToldAtOnceAndNoValueOfASecretIsQuoted() {
        Configuration config = new Configuration();
        config.setString("customerio.region", "mars");
        config.setString("customerio.request-timeout", "10 min");
        config.setString("customerio.app-api-key-file", "/nowhere/app-key");
        config.setString("deliver.lanes", "0");
        config.setString("deliver.max-operation-bytes", "30000");
        config.setString("deliver.max-batch-bytes", "30000");
        config.setString("deliver.linger", "hunter2");
        config.setString("deliver.sabotage", "order");
        List<String> faults = new ArrayList<>();
        assertThat(DeliverSettings.from(config, faults)).isNull();
        assertThat(faults)
                .extracting(fault -> fault.substring(0, fault.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "customerio.region",
                        "customerio.site-id",
                        "customerio.api-key-file",
                        "customerio.request-timeout",
                        "customerio.app-api-key-file",
                        "deliver.lanes",
                        "deliver.max-batch-bytes",
                        "deliver.linger",
                        "deliver.sabotage");
        assertThat(faults.toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest(name = "{0}, development {1}: {2}")
    @CsvSource({
        "https://track.customer.io, false, true",
        "https://track-eu.customer.io/, false, true",
        "https://TRACK.CUSTOMER.IO, false, true",
        "http://track.customer.io, false, false",
        "http://track.customer.io, true, false",
        "https://track.customer.io.evil.example, false, false",
        "https://evilcustomer.io, false, false",
        "https://user:pw@track.customer.io, false, false",
        "https://track.customer.io/?a=b, false, false",
        "ftp://track.customer.io, false, false",
        "track.customer.io, false, false",
        "http://127.0.0.1:8080, true, true",
        "http://localhost:8080, true, true",
        "http://[::1]:8080, true, true",
        "http://127.0.0.1:8080, false, false",
        "https://127.0.0.1:8443, false, false",
        "http://127.0.0.1.evil.example, true, false",
        "http://10.0.0.1:8080, true, false",
        "'http://bad host', true, false",
    })
    void onlyCustomerIoOrThisMachine(String url, boolean development, boolean allowed) {
        List<String> faults = new ArrayList<>();
        String checked = Endpoint.check("customerio.track-url", url, development, faults);
        assertThat(checked != null).isEqualTo(allowed);
        assertThat(faults).hasSize(allowed ? 0 : 1);
        assertThat(faults.toString()).doesNotContain("user:pw");
    }

    @Test
    void aStandInAnswersForTheAppApiToo() {
        DeliverSettings settings = Ops.settings("customerio.track-url", "http://127.0.0.1:99/");
        assertThat(settings.appUrl()).isEqualTo("http://127.0.0.1:99");
        assertThat(settings.sharedBy(3).instances()).isEqualTo(3);
        assertThat(settings.sharedBy(3).sharedBy(1)).isEqualTo(settings);
    }
}
