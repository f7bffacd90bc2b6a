package io.backstitch.sandbox.shoppers;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The simulator's ledger: what must become of everything it wrote. Complete once the last record
 * has been taken from the simulation. All times are epoch milliseconds UTC unless a name says
 * otherwise; money is in minor units of EUR. The rules stand at {@link Fate}.
 */
public final class Truth {
    private final TruthBook book;

    Truth(TruthBook book) {
        this.book = book;
    }

    /**
     * A shopper and the profile it must end up as.
     *
     * @param index running number, from 0
     * @param identity how Customer.io must know it in the end
     * @param customerId its customer id if identity is ID
     * @param email contract form; null if never told
     * @param attributes expected values of the profile by contract name: text, Long (Unix seconds,
     *     counts), Boolean, or BigDecimal for money; only what was told
     */
    public record ShopperTruth(
            int index,
            ShopperKind kind,
            Identity identity,
            String customerId,
            String email,
            Map<String, Object> attributes) {
        /** Whether there must be exactly one profile; anonymous shoppers have none. */
        public boolean hasProfile() {
            return identity != Identity.NONE;
        }
    }

    /** What names a shopper at Customer.io in the end. */
    public enum Identity {
        ID,
        EMAIL,
        NONE
    }

    /**
     * An event that a client logged, with all its occurrences.
     *
     * @param eventId source_message_id
     * @param contractName contract name; null for what the contract does not know
     * @param shopper index of its owner, or -1 for nobody's (development builds)
     * @param arrivals Kafka timestamps of its occurrences, ascending
     * @param platform web, app, or null
     * @param anonymousId device it was logged on, or null
     * @param known when its person became known (at least arrival), or 0 for never in time
     * @param statesPerson its own record says whose it is
     * @param heldBeforeKnown it arrived before anybody knew whose it was, and was stitched later
     * @param fate of its first occurrence
     * @param reason why, for FILTERED and DEAD_LETTER; else null
     * @param orderId normalised order id, or null
     */
    public record EventTruth(
            String eventId,
            String contractName,
            int shopper,
            long time,
            List<Long> arrivals,
            String platform,
            String anonymousId,
            long known,
            boolean statesPerson,
            boolean heldBeforeKnown,
            Fate fate,
            String reason,
            String orderId,
            String cartId) {
        /** Fate of every occurrence after the first. */
        public Fate fateOfRepeats() {
            return fate == Fate.FILTERED || fate == Fate.DEAD_LETTER ? fate : Fate.DUPLICATE;
        }
    }

    /**
     * A record that is not a batch of events: an order, something unreadable, a closing record.
     *
     * @param what batch without events: profile; order, broken; tick and closing only move the
     *     clock
     * @param eventId the order report's own id, or null
     * @param contractName contract name of an order report, else null
     * @param fate null for a batch without events
     * @param reason as {@link EventTruth#reason()}
     * @param shopper owner, or -1
     */
    public record RecordTruth(
            String topic,
            int partition,
            long offset,
            long kafkaTime,
            String what,
            String eventId,
            String orderId,
            String contractName,
            Fate fate,
            String reason,
            int shopper) {
        /** topic-partition@offset. */
        public String position() {
            return Truth.position(topic, partition, offset);
        }
    }

    /**
     * An order: exactly one order_completed at Customer.io.
     *
     * @param placedAt when it was placed
     * @param firstKnown Kafka timestamp of the record by which its person's ledger can know it
     * @param revenueMinor in the end, after changes, before refunds
     * @param refundedMinor given back
     * @param reportedRevenues what an order_completed may say: each report's figure
     * @param clientEvents ids of client events that report it
     */
    public record OrderTruth(
            String orderId,
            int shopper,
            String cartId,
            long placedAt,
            long firstKnown,
            long revenueMinor,
            long refundedMinor,
            List<Long> reportedRevenues,
            List<String> clientEvents) {}

    /**
     * A cart and the recovery it must (not) cause.
     *
     * @param lastActivity of add_to_cart and checkout_started
     * @param deadline when it counts as abandoned
     * @param ownerKnown when its person became known; 0 for never: such carts announce nothing
     * @param announced cart_abandoned must be sent (an announcement and its suppression may annul
     *     each other)
     * @param suppressed cart_recovery_suppressed must follow
     * @param recovered cart_recovered must follow
     * @param orderId order of this cart, or null
     */
    public record CartTruth(
            String cartId,
            int shopper,
            long lastActivity,
            long deadline,
            long ownerKnown,
            boolean announced,
            boolean suppressed,
            boolean recovered,
            String orderId) {}

    /** The key of a record. */
    public static String position(String topic, int partition, long offset) {
        return topic + "-" + partition + "@" + offset;
    }

    public List<ShopperTruth> shoppers() {
        return Collections.unmodifiableList(book.shoppers);
    }

    public ShopperTruth shopper(int index) {
        return book.shoppers.get(index);
    }

    public Collection<EventTruth> events() {
        return Collections.unmodifiableCollection(book.events.values());
    }

    /** The client event with that source_message_id, or null. */
    public EventTruth event(String eventId) {
        return book.events.get(eventId);
    }

    /** Orders, unreadable records, batches without events, closing records. */
    public Collection<RecordTruth> records() {
        return Collections.unmodifiableCollection(book.records.values());
    }

    /** The record at that {@link #position}, or null if it is an ordinary batch. */
    public RecordTruth record(String position) {
        return book.records.get(position);
    }

    public Collection<OrderTruth> orders() {
        return Collections.unmodifiableCollection(book.orders.values());
    }

    public OrderTruth order(String orderId) {
        return book.orders.get(orderId);
    }

    public Collection<CartTruth> carts() {
        return Collections.unmodifiableCollection(book.carts.values());
    }

    public CartTruth cart(String cartId) {
        return book.carts.get(cartId);
    }

    /** How many occurrences of events (and records that are none) meet each fate. */
    public Map<Fate, Long> fates() {
        return Collections.unmodifiableMap(book.fates);
    }

    public Map<MessKind, Long> mess() {
        return book.tally.counts();
    }

    public Map<ShopperKind, Long> kinds() {
        return Collections.unmodifiableMap(book.kinds);
    }

    /** Records written to Kafka. */
    public long recordCount() {
        return book.recordCount;
    }

    /** Occurrences that have a fate: the sum of {@link #fates()}. */
    public long inputs() {
        return book.fates.values().stream().mapToLong(Long::longValue).sum();
    }
}
