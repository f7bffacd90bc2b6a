package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Operation;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.io.disk.iomanager.IOManager;
import org.apache.flink.runtime.io.disk.iomanager.IOManagerAsync;
import org.apache.flink.runtime.memory.MemoryManager;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.operators.testutils.MockInputSplitProvider;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/**
 * One step in Flink's operator harness. Unlike Flink's own keyed harness it does not start threads
 * and make folders each time, so that thousands can be had.
 */
final class StepHarness extends AbstractStreamOperatorTestHarness<Operation> {
    private static final IOManager FILES = new IOManagerAsync();
    private static final MemoryManager MEMORY = MemoryManager.create(1 << 22, 1 << 15);

    private final Step step;
    private final CoBroadcastWithKeyedOperator<String, Climb, Climb, Operation> steps;

    StepHarness(Step step) throws Exception {
        this(step, step);
    }

    /**
     * @param function the step, or something around it
     */
    StepHarness(Step step, KeyedBroadcastProcessFunction<String, Climb, Climb, Operation> function)
            throws Exception {
        this(
                step,
                new CoBroadcastWithKeyedOperator<>(function, List.of(Step.BROADCAST)),
                environment(1, 1, 0));
    }

    /** One of several subtasks. */
    StepHarness(Step step, int maxParallelism, int parallelism, int subtask) throws Exception {
        this(
                step,
                new CoBroadcastWithKeyedOperator<>(step, List.of(Step.BROADCAST)),
                environment(maxParallelism, parallelism, subtask));
    }

    private StepHarness(
            Step step,
            CoBroadcastWithKeyedOperator<String, Climb, Climb, Operation> operator,
            MockEnvironment environment)
            throws Exception {
        super(operator, environment);
        this.step = step;
        steps = operator;
        KeySelector<Climb, String> key = Climb::key;
        config.setStatePartitioner(0, key);
        config.setStateKeySerializer(
                Types.STRING.createSerializer(executionConfig.getSerializerConfig()));
        config.serializeAllConfigs();
        setup(Operation.TYPE.createSerializer(executionConfig.getSerializerConfig()));
    }

    private static MockEnvironment environment(int maxParallelism, int parallelism, int subtask) {
        return new MockEnvironmentBuilder()
                .setTaskName("step")
                .setManagedMemorySize(1 << 20)
                .setInputSplitProvider(new MockInputSplitProvider())
                .setBufferSize(1024)
                .setMaxParallelism(maxParallelism)
                .setParallelism(parallelism)
                .setSubtaskIndex(subtask)
                .setIOManager(FILES)
                .setMemoryManager(MEMORY)
                .setUserCodeClassLoader(Step.class.getClassLoader())
                .build();
    }

    Step step() {
        return step;
    }

    KeyedStateBackend<String> backend() {
        return steps.getKeyedStateBackend();
    }

    /** Keyed state entries of all keys. */
    int entries() {
        return ((HeapKeyedStateBackend<?>) steps.getKeyedStateBackend()).numKeyValueStateEntries();
    }

    void record(Climb record) throws Exception {
        StreamRecord<Climb> element = new StreamRecord<>(record);
        steps.setKeyContextElement1(element);
        steps.processElement1(element);
    }

    void broadcast(Climb record) throws Exception {
        steps.processElement2(new StreamRecord<>(record));
    }

    void watermark(long time) throws Exception {
        steps.processWatermark1(new Watermark(time));
        steps.processWatermark2(new Watermark(time));
    }
}
