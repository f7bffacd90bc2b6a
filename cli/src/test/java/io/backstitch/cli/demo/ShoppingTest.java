package io.backstitch.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.shoppers.ShopperSimulation;
import io.backstitch.sandbox.shoppers.SimulatedRecord;
import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.sandbox.shoppers.Simulation.Answer;
import io.backstitch.sandbox.shoppers.SimulationOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShoppingTest {
    private static final Simulation SIMULATION =
            ShopperSimulation.generate(SimulationOptions.of(11, 40).withPartitions(4));

    private final List<SimulatedRecord> written = new ArrayList<>();
    private final Set<String> answered = new HashSet<>();
    private int looks;

    @Test
    void whatAShopperDoesAfterALateOrderIsWrittenWhenTheOrderHasBeenHeardOf() throws Exception {
        Shopping shopping =
                new Shopping(
                        SIMULATION, this::write, this::slowly, done -> {}, Duration.ofMinutes(1));
        shopping.goOn(SIMULATION.records().size());

        assertThat(answered).hasSizeGreaterThan(2);
        assertThat(written).isEqualTo(SIMULATION.records());
    }

    @Test
    void anAnswerThatNeverComesIsWaitedForOnce() throws Exception {
        Shopping shopping =
                new Shopping(
                        SIMULATION, this::take, this::never, done -> {}, Duration.ofMillis(100));
        shopping.goOn(SIMULATION.records().size());

        assertThat(written).isEqualTo(SIMULATION.records());
        assertThat(looks).isLessThan(10 + SIMULATION.answers().size());
    }

    /** Nothing of a shopper is written while an earlier answer of theirs is still under way. */
    private long write(Iterator<SimulatedRecord> records, long count) {
        for (Answer answer : SIMULATION.answers()) {
            if (answer.written() < written.size() + count) {
                assertThat(answered).contains(answer.cartId());
            }
        }
        return take(records, count);
    }

    private long take(Iterator<SimulatedRecord> records, long count) {
        for (long i = 0; i < count; i++) {
            written.add(records.next());
        }
        return count;
    }

    /** An answer is heard of at the third look. */
    private boolean slowly(String cart) {
        return ++looks % 3 == 0 && answered.add(cart);
    }

    private boolean never(String cart) {
        looks++;
        return false;
    }
}
