package io.backstitch.sandbox.shoppers;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.customerio.Behaviour;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.JourneyDefinition;
import io.backstitch.sandbox.customerio.JourneyEntry;
import io.backstitch.sandbox.customerio.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NaiveForwarderTest {
    private final CustomerIoSandbox sandbox =
            CustomerIoSandbox.start(
                    SandboxOptions.builder()
                            .clock(Behaviour.ClockMode.TRAFFIC)
                            .journeys(JourneyDefinition.forNaiveForwarding())
                            .build());

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void forwardsWhatHasAnIdAndManglesNames() {
        Simulation simulation = ShopperSimulation.generate(SimulationOptions.of(5, 300));

        NaiveForwarder.Report report =
                NaiveForwarder.forward(simulation.records().iterator(), target());
        assertThat(report.events()).isPositive();
        assertThat(report.withoutId()).isPositive();
        assertThat(report.otherEvents()).isPositive();
        assertThat(sandbox.personById("undefined")).isPresent();
        assertThat(sandbox.summary().eventsByName())
                .containsKeys("Checkout_Started", "checkout_started", "Home")
                .doesNotContainKey("Checkout Started");
    }

    @Test
    void requestsAreReceivedWhenTheRecordsArrived() {
        Simulation simulation =
                ShopperSimulation.generate(
                        SimulationOptions.of(5, 60)
                                .with(java.util.Map.of(ShopperKind.LATE_ORDER, 1)));

        NaiveForwarder.forward(simulation.records().iterator(), target());

        assertThat(sandbox.journeyEntries(JourneyDefinition.CROSS_SELL))
                .isNotEmpty()
                .extracting(JourneyEntry::enteredAt)
                .allMatch(entered -> arrivedThen(simulation, entered));
    }

    private static boolean arrivedThen(Simulation simulation, long unixSeconds) {
        return simulation.records().stream()
                .anyMatch(record -> record.kafkaTime() / 1000 == unixSeconds);
    }

    private NaiveTarget target() {
        SandboxOptions options = sandbox.options();
        return new NaiveTarget(sandbox.uri(), options.siteId(), options.apiKey(), 4);
    }
}
