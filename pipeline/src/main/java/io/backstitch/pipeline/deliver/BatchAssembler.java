package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation.Kind;
import java.util.ArrayList;
import java.util.List;

/** Fills a request from the people in line, within the limits of count and bytes. */
final class BatchAssembler {
    private final int maxOperations;
    private final int maxBytes;
    private final Sabotage sabotage;

    BatchAssembler(int maxOperations, int maxBytes, Sabotage sabotage) {
        this.maxOperations = maxOperations;
        this.maxBytes = maxBytes;
        this.sabotage = sabotage;
    }

    /** Whether a full request could be made. */
    boolean isFull(Lanes lanes) {
        return lanes.readyOperations() >= maxOperations || lanes.readyBytes() >= maxBytes;
    }

    /** The next request; somebody must be in line. What is looked up has one of its own. */
    List<Flight.Item> assemble(Lanes lanes) {
        List<Flight.Item> items = new ArrayList<>();
        int room = maxBytes - Flight.FRAME + 1;
        for (PersonQueue next = lanes.nextReady();
                next != null && items.size() < maxOperations;
                next = lanes.nextReady()) {
            Kind kind = next.peek().operation.kind();
            boolean alone = kind == Kind.MERGE || kind == Kind.TAKE_OVER;
            if (alone && !items.isEmpty()) {
                break;
            }
            List<Pending> run = lanes.take(maxOperations - items.size(), room);
            if (run.isEmpty()) {
                break;
            }
            sabotage.onRun(run);
            for (Pending pending : run) {
                items.add(new Flight.Item(next, pending));
                room -= pending.length() + 1;
            }
            if (alone) {
                break;
            }
        }
        return items;
    }
}
