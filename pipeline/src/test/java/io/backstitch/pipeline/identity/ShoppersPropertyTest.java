package io.backstitch.pipeline.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.model.Coverage;
import io.backstitch.model.History;
import io.backstitch.model.Twist;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
            least(
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

    private static Map<String, Integer> least(Object... shares) {
        Map<String, Integer> least = new TreeMap<>();
        for (int i = 0; i < shares.length; i += 2) {
            least.put((String) shares[i], (Integer) shares[i + 1]);
        }
        for (Twist twist : Twist.values()) {
            least.put("twist " + twist, 5);
        }
        return least;
    }

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
