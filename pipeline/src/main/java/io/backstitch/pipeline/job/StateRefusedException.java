package io.backstitch.pipeline.job;

import java.util.List;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/** The savepoint or checkpoint does not go with the configuration; trying again does not help. */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class StateRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StateRefusedException(List<String> changed) {
        super(
                "This state was made under other settings; nothing was read. Put them back, or start"
                        + " without the state:\n  "
                        + String.join("\n  ", changed));
    }
}
