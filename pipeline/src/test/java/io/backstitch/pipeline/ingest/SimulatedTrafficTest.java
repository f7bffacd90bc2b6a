package io.backstitch.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.sandbox.shoppers.Fate;
import io.backstitch.sandbox.shoppers.ShopperSimulation;
import io.backstitch.sandbox.shoppers.SimulatedRecord;
import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.sandbox.shoppers.SimulationOptions;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The simulator's messy traffic against its own ledger of truth, as far as ingest decides it. */
class SimulatedTrafficTest {

    @Test
    void everyOccurrenceOfEveryEventMeetsTheFateThatTheSimulatorExpects() throws Exception {
        Simulation simulation = ShopperSimulation.generate(SimulationOptions.of(7, 200));
        Truth truth = simulation.truth();
        Map<String, Integer> expected = new TreeMap<>();
        Map<String, Integer> found = new TreeMap<>();
        for (Truth.EventTruth event : truth.events()) {
            String fate =
                    switch (event.fate()) {
                        case FILTERED -> "filtered";
                        case DEAD_LETTER -> event.reason();
                        default -> event.contractName() + " at " + event.time();
                    };
            expected.merge(event.eventId() + " " + fate, event.arrivals().size(), Integer::sum);
        }
        int broken = 0;
        int orders = 0;
        for (Truth.RecordTruth record : truth.records()) {
            broken += record.fate() == Fate.DEAD_LETTER ? 1 : 0;
        }

        int poison = 0;
        int reported = 0;
        try (Ingest ingest = new Ingest()) {
            for (SimulatedRecord record : simulation.records()) {
                orders += record.isOrder() ? 1 : 0;
                ingest.take(
                        record.topic(),
                        record.kafkaTime(),
                        record.isOrder() ? Ingest.bytes(record.order()) : record.value());
            }
            for (Bundle bundle : ingest.bundles()) {
                for (Event event : bundle.events()) {
                    if (bundle.source().equals("orders")) {
                        reported++;
                    } else {
                        found.merge(
                                event.id() + " " + event.name() + " at " + event.time(),
                                1,
                                Integer::sum);
                    }
                }
            }
            for (Receipt receipt : ingest.receipts()) {
                if (receipt.getEventId() != null) {
                    found.merge(receipt.getEventId() + " filtered", 1, Integer::sum);
                }
            }
            for (DeadLetter letter : ingest.letters()) {
                if (letter.getWholeRecord()) {
                    poison++;
                } else {
                    found.merge(letter.getEventId() + " " + letter.getReason(), 1, Integer::sum);
                }
            }
        }

        assertThat(found).isEqualTo(expected);
        assertThat(poison).isEqualTo(broken).isPositive();
        assertThat(reported).isEqualTo(orders).isPositive();
    }
}
