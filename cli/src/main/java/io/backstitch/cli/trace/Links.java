package io.backstitch.cli.trace;

import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Receipt;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What belongs to the way of what was asked for. Of a record that holds the id: whatever else tells
 * of the same event, every report of its order, what was derived about its cart. Of all of these:
 * the profile updates that the same input record caused for the same person, the dead letters of
 * the operations, and the decisions about the person.
 */
final class Links {
    private static final String DERIVED = "derived";
    private static final String CLEAR = "id:";

    private final Sought sought;
    private final Map<IdKind, Integer> foundAs = new EnumMap<>(IdKind.class);
    private final Set<String> events = new HashSet<>();
    private final Set<String> orders = new HashSet<>();
    private final Set<String> carts = new HashSet<>();
    private final Set<String> people = new HashSet<>();
    private final Set<String> places = new HashSet<>();
    private final Set<String> causes = new HashSet<>();
    private final Set<String> operations = new HashSet<>();

    Links(Sought sought) {
        this.sought = sought;
    }

    boolean wants(Receipt receipt) {
        return sought.in(receipt) != null
                || events.contains(receipt.getEventId())
                || orders.contains(receipt.getOrderId())
                || (DERIVED.equals(receipt.getSource()) && carts.contains(receipt.getCartId()))
                || (isProfile(receipt.getKind()) && causes.contains(cause(receipt)));
    }

    boolean wants(DeadLetter letter) {
        return sought.in(letter) != null
                || events.contains(letter.getEventId())
                || operations.contains(letter.getUlid());
    }

    boolean wants(IdentityAudit audit) {
        return sought.in(audit) != null
                || events.contains(audit.getEventId())
                || people.contains(audit.getOwner())
                || people.contains(audit.getIdentifier())
                || places.contains(
                        place(audit.getTopic(), audit.getPartition(), audit.getOffset()));
    }

    void learn(Receipt receipt) {
        if (sought.in(receipt) != null) {
            add(events, receipt.getEventId());
            add(orders, receipt.getOrderId());
            add(carts, receipt.getCartId());
        }
        add(operations, receipt.getUlid());
        if (receipt.getReceiptId().startsWith(Sought.OPERATION)) {
            operations.add(receipt.getReceiptId().substring(Sought.OPERATION.length()));
        }
        if (receipt.getPerson() != null && receipt.getPerson().startsWith(CLEAR)) {
            people.add(receipt.getPerson().substring(CLEAR.length()));
        }
        if (receipt.getOffset() >= 0) {
            places.add(place(receipt.getTopic(), receipt.getPartition(), receipt.getOffset()));
            add(causes, cause(receipt));
        }
    }

    /** Notes as what the id was found. */
    void count(IdKind kind) {
        if (kind != null) {
            foundAs.merge(kind, 1, Integer::sum);
        }
    }

    /** As what the id was found, and in how many records. */
    Map<IdKind, Integer> foundAs() {
        return foundAs;
    }

    Sought sought() {
        return sought;
    }

    /** Grows when more receipts are wanted than before. */
    int size() {
        return events.size() + orders.size() + carts.size() + causes.size();
    }

    private static boolean isProfile(OperationKind kind) {
        return kind != OperationKind.EVENT && kind != OperationKind.NONE;
    }

    private static String cause(Receipt receipt) {
        return receipt.getPerson() == null
                ? null
                : place(receipt.getTopic(), receipt.getPartition(), receipt.getOffset())
                        + " "
                        + receipt.getPerson();
    }

    private static String place(String topic, int partition, long offset) {
        return topic + "-" + partition + "@" + offset;
    }

    private static void add(Set<String> set, String value) {
        if (value != null) {
            set.add(value);
        }
    }
}
