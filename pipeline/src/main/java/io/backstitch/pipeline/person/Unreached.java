package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Fields;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.OperationSerializer;
import io.backstitch.pipeline.record.Origin;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Events of somebody who cannot be reached yet, in the order in which they were decided. A shopping
 * event waits for a channel; whatever comes after it waits behind it.
 */
final class Unreached {
    /** More than these do not wait: the first one goes as if its time were up. */
    static final int MAX = 100;

    private static final long ONLY_BEHIND = Long.MIN_VALUE;

    private final OperationSerializer operations = new OperationSerializer();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();

    /**
     * @param event not yet numbered
     * @param until pipeline time at which it goes all the same; the least long if it only waits
     *     behind others
     */
    private record Waiting(Operation event, long until) {
        Operation givenUp() {
            return until == ONLY_BEHIND ? event : event.withoutChannel();
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Derived events are nobody's input. */
    void forEach(Consumer<Origin> origins) {
        for (Waiting waiting : queue) {
            if (waiting.event().isSourceEvent()) {
                origins.accept(waiting.event().subject().origin());
            }
        }
    }

    /** When the first one goes, epoch milliseconds, or the greatest long. */
    long nextDeadline() {
        return queue.isEmpty() ? Long.MAX_VALUE : queue.peekFirst().until();
    }

    void add(Operation event, long until) {
        queue.add(new Waiting(event, until));
    }

    void addBehind(Operation event) {
        queue.add(new Waiting(event, ONLY_BEHIND));
    }

    /** All, because the person can be reached now. */
    List<Operation> takeAll() {
        List<Operation> all = new ArrayList<>(queue.size());
        queue.forEach(waiting -> all.add(waiting.event()));
        queue.clear();
        return all;
    }

    /** The first one, if it has waited until {@code now}, or too many wait; else null. */
    Operation takeGivenUp(long now) {
        boolean goes = nextDeadline() <= now || queue.size() > MAX;
        return goes && !queue.isEmpty() ? queue.pollFirst().givenUp() : null;
    }

    /** What waits of that name about that cart, which shall not be sent at all. */
    List<Operation> takeBack(String name, String cartId) {
        List<Operation> back = new ArrayList<>();
        for (Iterator<Waiting> all = queue.iterator(); all.hasNext(); ) {
            Operation event = all.next().event();
            if (event.subject().isAbout(name, cartId)) {
                back.add(event);
                all.remove();
            }
        }
        return back;
    }

    /** What another person's ledger let wait goes before what waits here: it was decided first. */
    void absorb(Unreached other, PersonKey from, PersonKey to) {
        for (Iterator<Waiting> all = other.queue.descendingIterator(); all.hasNext(); ) {
            Waiting waiting = all.next();
            Operation event = Operations.readdress(waiting.event(), from, to);
            queue.addFirst(new Waiting(event, waiting.until()));
        }
    }

    void write(DataOutputView out) throws IOException {
        Fields.writeVarInt(queue.size(), out);
        for (Waiting waiting : queue) {
            operations.serialize(waiting.event(), out);
            out.writeLong(waiting.until());
        }
    }

    void read(DataInputView in) throws IOException {
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            queue.add(new Waiting(operations.deserialize(in), in.readLong()));
        }
    }
}
