package io.backstitch.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Stitch;
import io.backstitch.schemas.registry.UnreadableRecordException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReasonsTest {
    private static final Path PIPELINE = Path.of("..", "pipeline", "src", "main", "java");

    @Test
    void everyReasonThatThePipelineCanGiveHasASentence() throws IOException {
        Set<String> words = new TreeSet<>(ReasonWords.in(PIPELINE));
        for (UnreadableRecordException.Reason reason : UnreadableRecordException.Reason.values()) {
            words.add(reason.word());
        }
        assertThat(words)
                .as("the search still finds reasons of every kind")
                .contains("not_json", "environment", "loop", "replay", "operational") // ingest
                .contains("wrong_type", "unplanned_event", "invalid_email") // contract
                .contains(
                        "message_id", "erased", "alias_chain", "latest_wins", "inferred") // people
                .contains("order_id", "answered", "overflow", "window") // ledger
                .contains("gave_up", "merge_needed", "merge_unchecked", "too_large") // delivery
                .hasSizeGreaterThan(55);
        assertThat(words).allMatch(word -> word.matches("[a-z0-9_]+"));
        assertThat(words).allSatisfy(word -> assertThat(Reasons.knows(word)).as(word).isTrue());
    }

    @Test
    void everyWayOfFindingAPersonThatNeedsAReasonHasASentence() {
        for (Stitch stitch : Stitch.values()) {
            if (stitch.reason() != null) {
                assertThat(Reasons.knows(stitch.reason())).as(stitch.name()).isTrue();
            }
        }
    }

    @Test
    void aReasonOfALaterVersionDoesNotFail() {
        assertThat(Reasons.sentence("from_the_future")).contains("No explanation");
    }
}
