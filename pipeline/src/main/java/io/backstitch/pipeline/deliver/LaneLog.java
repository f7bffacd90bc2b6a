package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Operations outside memory: per lane a list in the order of arrival, from which any may be taken.
 * Positions of a lane start anew once nothing is left of it; they may be negative.
 */
interface LaneLog {
    /** The lanes that hold something. */
    Set<String> lanes();

    boolean has(String lane);

    /** Operations of all lanes. */
    int size();

    /** No operation of the lane, which holds some, lies before. */
    long first(String lane);

    /** Behind the lane's last operation; 0 if it holds none. */
    long end(String lane);

    void append(String lane, Operation operation) throws Exception;

    /** Puts it before the lane's first operation. */
    void prepend(String lane, Operation operation) throws Exception;

    /** What is at that position, or null if it was taken. */
    Operation read(String lane, long position) throws Exception;

    void remove(String lane, long position) throws Exception;

    /** All operations, each lane's in order. */
    void forEach(BiConsumer<String, Operation> sink) throws Exception;
}
