package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Operation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * A step whose keyed state counts how often it is touched: each call that the RocksDB backend would
 * answer with a get counts as {@code name read}, with a put, merge or delete as {@code name write},
 * with an iterator as {@code name scan}.
 */
final class CountingStep extends KeyedBroadcastProcessFunction<String, Climb, Climb, Operation>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;
    private static final Set<String> READS = Set.of("value", "get", "contains");
    private static final Set<String> SCANS = Set.of("iterator", "entries", "keys", "values");

    private final Step step;
    private final Map<String, Integer> touches;

    CountingStep(Step step, Map<String, Integer> touches) {
        this.step = step;
        this.touches = touches;
    }

    @Override
    public void setRuntimeContext(RuntimeContext context) {
        super.setRuntimeContext(context);
        step.setRuntimeContext(
                proxy(
                        RuntimeContext.class,
                        (self, method, arguments) -> {
                            Object result = call(context, method, arguments);
                            return result instanceof State state
                                    ? counting(state, (StateDescriptor<?, ?>) arguments[0])
                                    : result;
                        }));
    }

    private State counting(State state, StateDescriptor<?, ?> descriptor) {
        Class<?> type = state.getClass();
        Class<?>[] interfaces =
                new TreeMap<String, Class<?>>(interfaces(type)).values().toArray(Class<?>[]::new);
        return (State)
                Proxy.newProxyInstance(
                        State.class.getClassLoader(),
                        interfaces,
                        (self, method, arguments) -> {
                            String kind =
                                    READS.contains(method.getName())
                                            ? "read"
                                            : SCANS.contains(method.getName()) ? "scan" : "write";
                            touches.merge(descriptor.getName() + " " + kind, 1, Integer::sum);
                            return call(state, method, arguments);
                        });
    }

    /** The public interfaces of state that an object has, by name. */
    private static Map<String, Class<?>> interfaces(Class<?> type) {
        Map<String, Class<?>> all = new TreeMap<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> one : each.getInterfaces()) {
                if (State.class.isAssignableFrom(one)) {
                    all.put(one.getName(), one);
                }
            }
        }
        return all;
    }

    private static Object call(Object on, java.lang.reflect.Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        step.initializeState(context);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        step.snapshotState(context);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        step.open(context);
    }

    @Override
    public void processElement(Climb record, ReadOnlyContext context, Collector<Operation> out)
            throws Exception {
        step.processElement(record, context, out);
    }

    @Override
    public void processBroadcastElement(Climb record, Context context, Collector<Operation> out)
            throws Exception {
        step.processBroadcastElement(record, context, out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Operation> out)
            throws Exception {
        step.onTimer(timestamp, context, out);
    }
}
