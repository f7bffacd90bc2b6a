package io.backstitch.pipeline.deliver;

import org.apache.flink.api.common.operators.ProcessingTimeService;

/** The task's clock and alarms; alarms come through its mailbox. */
final class TaskTimers implements Timers {
    private final ProcessingTimeService service;

    TaskTimers(ProcessingTimeService service) {
        this.service = service;
    }

    @Override
    public long now() {
        return service.getCurrentProcessingTime();
    }

    @Override
    public void at(long time, Runnable task) {
        service.registerTimer(time, fired -> task.run());
    }
}
