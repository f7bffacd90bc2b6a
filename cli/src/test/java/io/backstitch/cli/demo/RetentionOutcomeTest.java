package io.backstitch.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.customerio.Behaviour;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.JourneyDefinition;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.sandbox.shoppers.NaiveForwarder;
import io.backstitch.sandbox.shoppers.NaiveTarget;
import io.backstitch.sandbox.shoppers.ShopperSimulation;
import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.sandbox.shoppers.SimulationOptions;
import org.junit.jupiter.api.Test;

class RetentionOutcomeTest {

    @Test
    void anIdealRunMissesNothing() {
        RetentionOutcome outcome = new IdealRun(4, 200).outcome();

        assertThat(outcome.profiles()).isEqualTo(outcome.shoppers());
        assertThat(outcome.splitShoppers()).isZero();
        assertThat(outcome.strayProfiles()).isZero();
        assertThat(outcome.expectedTriggers()).isPositive();
        assertThat(outcome.missedTriggers()).isZero();
        assertThat(outcome.doubleCountedOrders()).isZero();
        assertThat(outcome.mailedAfterBuying()).isZero();
    }

    @Test
    void aToggleSplitsLosesAndMailsBuyers() {
        SandboxOptions options =
                SandboxOptions.builder()
                        .clock(Behaviour.ClockMode.TRAFFIC)
                        .journeys(JourneyDefinition.forNaiveForwarding())
                        .build();
        Simulation simulation = ShopperSimulation.generate(SimulationOptions.of(5, 300));
        try (CustomerIoSandbox sandbox = CustomerIoSandbox.start(options)) {
            NaiveForwarder.forward(
                    simulation.records().iterator(),
                    new NaiveTarget(sandbox.uri(), options.siteId(), options.apiKey(), 4));
            sandbox.setClock(simulation.options().startTime().getEpochSecond() + 9 * 86_400);

            RetentionOutcome outcome = RetentionOutcome.of(simulation.truth(), World.of(sandbox));

            assertThat(outcome.splitShoppers()).isPositive();
            assertThat(outcome.strayProfiles()).isPositive();
            assertThat(outcome.missedTriggers())
                    .isPositive()
                    .isLessThan(outcome.expectedTriggers());
            assertThat(outcome.doubleCountedOrders()).isPositive();
            assertThat(outcome.mailedAfterBuying())
                    .isPositive()
                    .isLessThanOrEqualTo(outcome.recoveryMails());
            assertThat(outcome.unmailedAbandoners()).isPositive();
        }
    }
}
