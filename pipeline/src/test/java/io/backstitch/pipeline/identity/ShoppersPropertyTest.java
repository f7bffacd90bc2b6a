package io.backstitch.pipeline.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.model.Coverage;
import io.backstitch.model.History;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * Whatever shoppers do, and however it arrives: the steps and the model come to the same. A failure
 * prints jqwik's seed, the shortest history it found, and what differs.
 */
class ShoppersPropertyTest {
    /** The least share of histories that must hold a situation, in percent. */
    private static final Map<String, Integer> LEAST =
            Map.of(
                    "two devices", 20,
                    "late orders", 10,
                    "conflicts", 5,
                    "shared devices", 5,
                    "guests", 10,
                    "duplicates", 10,
                    "restores", 10,
                    "refunds", 10,
                    "cancels", 10,
                    "logouts", 10);

    private final Trial trial = new Trial();

    @Property(
            tries = 10_000,
            seed = "20261123",
            edgeCases = EdgeCasesMode.NONE,
            generation = GenerationMode.RANDOMIZED)
    void thePipelineAndTheModelComeToTheSame(@ForAll("stories") Stories.Story story) {
        History history = story.history();
        Set<String> situations = Coverage.of(history);
        for (Map.Entry<String, Integer> entry : LEAST.entrySet()) {
            Statistics.label(entry.getKey())
                    .collect(situations.contains(entry.getKey()))
                    .coverage(
                            coverage ->
                                    coverage.check(true)
                                            .percentage(share -> share >= entry.getValue()));
        }
        assertThat(trial.apply(history, 1L)).as("difference").isEmpty();
    }

    @Provide
    Arbitrary<Stories.Story> stories() {
        return Stories.stories();
    }
}
