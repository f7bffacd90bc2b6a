package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Money given back for one order, as a client and as the backend report it. Who reports one refund
 * under an id of their own each cannot be told from two refunds, so the two are never added up: the
 * backend's count, and a client's only as long as the backend has reported none.
 */
final class Refunds {
    private final TreeMap<Long, Long> clients = new TreeMap<>();
    private final TreeMap<Long, Long> backends = new TreeMap<>();

    /** Takes one report: the greatest amount of one event counts, once. */
    void learn(String eventId, int rank, long minor) {
        of(rank).merge(Hashes.of(eventId), minor, Math::max);
    }

    private TreeMap<Long, Long> of(int rank) {
        return rank == OrderState.BACKEND ? backends : clients;
    }

    /** What was given back in all, in minor units. */
    long sumMinor() {
        long sum = 0;
        for (long minor : (backends.isEmpty() ? clients : backends).values()) {
            sum += minor;
        }
        return sum;
    }

    /** Takes over what another ledger knows of them: the same as having seen both. */
    void absorb(Refunds other) {
        other.clients.forEach((event, minor) -> clients.merge(event, minor, Math::max));
        other.backends.forEach((event, minor) -> backends.merge(event, minor, Math::max));
    }

    void write(DataOutputView out) throws IOException {
        write(clients, out);
        write(backends, out);
    }

    private static void write(TreeMap<Long, Long> refunds, DataOutputView out) throws IOException {
        Fields.writeVarInt(refunds.size(), out);
        for (Map.Entry<Long, Long> refund : refunds.entrySet()) {
            out.writeLong(refund.getKey());
            Fields.writeVarLong(refund.getValue(), out);
        }
    }

    void read(DataInputView in) throws IOException {
        read(clients, in);
        read(backends, in);
    }

    private static void read(TreeMap<Long, Long> refunds, DataInputView in) throws IOException {
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            refunds.put(in.readLong(), Fields.readVarLong(in));
        }
    }
}
