package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.balance.Differences;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.BalanceAudit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The job fails and comes back at another parallelism, 2 → 4 → 1, with requests in flight, some of
 * them with their effect but without their answer, and with a spool: judged at the receiver.
 */
class RescaleTest {
    private static final int PEOPLE = 12;
    private static final int OPERATIONS = 240;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void orderAndOnceHoldAcrossRescaling(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<Operation> input = input(random);
        Receiver receiver = deliver(input, Sabotage.NONE, random);
        assertThat(receiver.effects).isEqualTo(expected(input));
        assertThat(receiver.repeated).isPositive();
        assertThat(receiver.differences).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "PROVISIONAL"})
    void theComparisonSeesEachSabotage(Sabotage sabotage) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        List<Operation> input = input(random);
        Receiver receiver = deliver(input, sabotage, random);
        assertThat(receiver.effects).isNotEqualTo(expected(input));
        assertThat(receiver.differences.isEmpty()).isEqualTo(sabotage != Sabotage.RESTORE);
    }

    private static Receiver deliver(
            List<Operation> input, Sabotage sabotage, SplittableRandom random) throws Exception {
        DeliverSettings settings =
                Ops.settings(
                        "deliver.max-batch-operations", "5",
                        "deliver.max-in-flight", "2",
                        "deliver.max-buffered-operations", "40",
                        "deliver.sabotage", sabotage.name());
        Receiver receiver = new Receiver();
        OperatorSubtaskState state = null;
        int read = 0;
        int before = 0;
        int[] parallelisms = {2, 4, 1};
        for (int run = 0; run < parallelisms.length; run++) {
            boolean last = run == parallelisms.length - 1;
            List<Subtask> subtasks = start(settings, parallelisms[run], state, before);
            receiver.audit(subtasks);
            int until = last ? OPERATIONS : read + OPERATIONS / 3;
            feed(input.subList(read, until), subtasks, random, receiver);
            read = until;
            if (!last) {
                state = checkpoint(subtasks, run);
                // Read after the checkpoint, partly delivered, and read again after the failure.
                feed(input.subList(read, read + 20), subtasks, random, receiver);
            } else {
                finish(subtasks, receiver);
            }
            receiver.audit(subtasks);
            before = parallelisms[run];
            for (Subtask subtask : subtasks) {
                subtask.close();
            }
        }
        return receiver;
    }

    private static Map<String, List<String>> expected(List<Operation> input) {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        for (Operation operation : input) {
            expected.computeIfAbsent(operation.person(), person -> new ArrayList<>())
                    .add(operation.id());
        }
        return expected;
    }

    private static List<Operation> input(SplittableRandom random) {
        List<Operation> input = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            String person = "id:p" + random.nextInt(PEOPLE);
            input.add(
                    random.nextInt(4) == 0
                            ? Ops.identify(person, "op" + i, 2 + i, "{\"op\":\"op" + i + "\"}")
                            : Ops.event(person, "op" + i, 2 + i));
        }
        return input;
    }

    private static List<Subtask> start(
            DeliverSettings settings, int parallelism, OperatorSubtaskState state, int before)
            throws Exception {
        List<Subtask> subtasks = new ArrayList<>();
        for (int i = 0; i < parallelism; i++) {
            Subtask subtask =
                    new Subtask(settings, parallelism, i)
                            .backend(new EmbeddedRocksDBStateBackend());
            subtasks.add(state == null ? subtask.open() : subtask.restore(state, before));
        }
        return subtasks;
    }

    private static void feed(
            List<Operation> input,
            List<Subtask> subtasks,
            SplittableRandom random,
            Receiver receiver)
            throws Exception {
        for (Operation operation : input) {
            for (Subtask subtask : subtasks) {
                if (subtask.owns(operation.person())) {
                    subtask.processWhenFull(operation);
                }
                if (!subtask.client.open.isEmpty() && random.nextInt(6) == 0) {
                    int request = random.nextInt(subtask.client.open.size());
                    boolean effect = random.nextBoolean();
                    if (effect) {
                        receiver.apply(subtask.client.open.get(request));
                    }
                    boolean answer = effect && random.nextBoolean();
                    subtask.answer(request, answer ? ScriptedClient.ok() : Answer.none("timeout"));
                }
            }
        }
    }

    private static OperatorSubtaskState checkpoint(List<Subtask> subtasks, int id)
            throws Exception {
        OperatorSubtaskState[] parts = new OperatorSubtaskState[subtasks.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = subtasks.get(i).snapshot(id);
        }
        return AbstractStreamOperatorTestHarness.repackageState(parts);
    }

    private static void finish(List<Subtask> subtasks, Receiver receiver) throws Exception {
        for (Subtask subtask : subtasks) {
            for (int quiet = 0; quiet < 100; quiet++) {
                while (!subtask.client.open.isEmpty()) {
                    receiver.apply(subtask.client.open.get(0));
                    subtask.answer(0, ScriptedClient.ok());
                    quiet = 0;
                }
                subtask.passTime(1_000);
            }
        }
    }

    /** Customer.io, as far as this is about order and once. */
    private static final class Receiver {
        private final Set<String> seen = new HashSet<>();
        final Map<String, List<String>> effects = new LinkedHashMap<>();
        int repeated;

        /** Input events that the subtasks together could not account for. */
        final List<String> differences = new ArrayList<>();

        void audit(List<Subtask> subtasks) throws Exception {
            List<BalanceAudit> audits = new ArrayList<>();
            for (Subtask subtask : subtasks) {
                audits.add(subtask.balance());
            }
            differences.addAll(Differences.of(audits));
        }

        void apply(ScriptedClient.Request request) {
            for (JsonNode operation : request.operations()) {
                String id =
                        operation.has("id")
                                ? operation.path("id").asText()
                                : operation.path("attributes").path("op").asText();
                if (!seen.add(id)) {
                    repeated++;
                    continue;
                }
                String person = "id:" + operation.path("identifiers").path("id").asText();
                effects.computeIfAbsent(person, name -> new ArrayList<>()).add(id);
            }
        }
    }
}
