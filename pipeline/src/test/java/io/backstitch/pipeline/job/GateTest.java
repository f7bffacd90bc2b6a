package io.backstitch.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstitch.pipeline.record.RawRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {
    @TempDir private Path dir;

    @Test
    void theEndOfTheInputIsNotTheEndOfTime() throws Exception {
        assertThat(marksPassed(false)).containsExactly(5L);
        assertThat(marksPassed(true)).containsExactly(5L, Long.MAX_VALUE);
    }

    private List<Long> marksPassed(boolean fireAtEnd) throws Exception {
        List<Long> passed = new ArrayList<>();
        try (OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate =
                new OneInputStreamOperatorTestHarness<>(
                        new Gate(facts(JobConfig.in(dir)), fireAtEnd))) {
            gate.open();
            gate.processWatermark(5);
            gate.processWatermark(Watermark.MAX_WATERMARK);
            gate.getOutput().forEach(out -> passed.add(((Watermark) out).getTimestamp()));
        }
        return passed;
    }

    @Test
    void unchangedSettingsGoOn() throws Exception {
        OperatorSubtaskState saved = save(facts(JobConfig.in(dir)));

        assertThatCode(() -> restore(facts(JobConfig.in(dir)), saved)).doesNotThrowAnyException();
    }

    @Test
    void aStateThatSaysNothingIsAccepted() {
        assertThatCode(
                        () ->
                                restore(
                                        facts(JobConfig.in(dir)),
                                        OperatorSubtaskState.builder().build()))
                .doesNotThrowAnyException();
    }

    @Test
    void otherSettingsAreRefusedTogetherAndKeysAreNotShown() throws Exception {
        OperatorSubtaskState saved = save(facts(JobConfig.in(dir)));
        Configuration other = JobConfig.in(dir);
        Path key = Files.writeString(dir.resolve("other-key"), "fedcba9876543210");
        other.setString("ulid.key-file", key.toString());
        other.setString("ulid.namespace", "elsewhere");
        other.setString("deliver.lanes", "7");

        assertThatThrownBy(() -> restore(facts(other), saved))
                .isInstanceOf(StateRefusedException.class)
                .hasMessageContaining("ulid.key-file: the file holds another key")
                .hasMessageContaining(
                        "ulid.namespace: is elsewhere, the state was made with backst")
                .hasMessageContaining("deliver.lanes: is 7, the state was made with")
                .message()
                .doesNotContain("fedcba", "0123456789abcdef");
    }

    @Test
    void levelsThatOnlyLinkMayComeAndGoPeopleMayNot() throws Exception {
        Configuration fewer = JobConfig.in(dir);
        fewer.setString("identity.levels", "anonymous_id;cart_id;email;customer_id");
        OperatorSubtaskState all = save(facts(JobConfig.in(dir)));

        assertThatCode(() -> restore(facts(fewer), all)).doesNotThrowAnyException();
        OperatorSubtaskState withFewer = save(facts(fewer));
        assertThatCode(() -> restore(facts(JobConfig.in(dir)), withFewer))
                .doesNotThrowAnyException();

        Configuration aliases = JobConfig.in(dir);
        aliases.setString("identity.alias-levels", "customer_id");
        assertThatCode(() -> restore(facts(aliases), all)).doesNotThrowAnyException();
        OperatorSubtaskState joined = save(facts(aliases));
        assertThatThrownBy(() -> restore(facts(JobConfig.in(dir)), joined))
                .isInstanceOf(StateRefusedException.class);

        Configuration nobody = JobConfig.in(dir);
        nobody.setString("identity.levels", "anonymous_id;cart_id;order_id;customer_id");
        assertThatThrownBy(() -> restore(facts(nobody), all))
                .hasMessageContaining("identity.levels: is anonymous_id:DEVICE,");

        Configuration turned = JobConfig.in(dir);
        turned.setString("identity.levels", "anonymous_id;order_id;cart_id;email;customer_id");
        assertThatThrownBy(() -> restore(facts(turned), all))
                .isInstanceOf(StateRefusedException.class);
    }

    private static StateFacts facts(Configuration config) {
        List<String> faults = new ArrayList<>();
        PipelineSettings settings = PipelineSettings.from(config, faults);
        assertThat(faults).isEmpty();
        return new StateFacts(settings);
    }

    private static OperatorSubtaskState save(StateFacts facts) throws Exception {
        try (OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate =
                new OneInputStreamOperatorTestHarness<>(new Gate(facts, false))) {
            gate.open();
            return gate.snapshot(1, 1);
        }
    }

    private static void restore(StateFacts facts, OperatorSubtaskState saved) throws Exception {
        try (OneInputStreamOperatorTestHarness<RawRecord, RawRecord> gate =
                new OneInputStreamOperatorTestHarness<>(new Gate(facts, false))) {
            gate.initializeState(saved);
            gate.open();
        }
    }
}
