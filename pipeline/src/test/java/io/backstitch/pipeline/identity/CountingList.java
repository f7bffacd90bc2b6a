package io.backstitch.pipeline.identity;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;

/** List state that counts the elements that are read and rewritten. */
final class CountingList<T> implements ListState<T> {
    private final ListState<T> list;
    private final long[] touched;

    CountingList(ListState<T> list, long[] touched) {
        this.list = list;
        this.touched = touched;
    }

    @Override
    public Iterable<T> get() throws Exception {
        List<T> all = new ArrayList<>();
        list.get().forEach(all::add);
        touched[0] += all.size();
        return all;
    }

    @Override
    public void update(List<T> values) throws Exception {
        touched[0] += values.size();
        list.update(values);
    }

    @Override
    public void addAll(List<T> values) throws Exception {
        touched[0] += values.size();
        list.addAll(values);
    }

    @Override
    public void add(T value) throws Exception {
        touched[0]++;
        list.add(value);
    }

    @Override
    public void clear() {
        list.clear();
    }
}
