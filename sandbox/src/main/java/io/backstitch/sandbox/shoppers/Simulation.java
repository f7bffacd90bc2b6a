package io.backstitch.sandbox.shoppers;

import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A whole simulation in memory.
 *
 * @param options what was asked for
 * @param records in order of arrival
 * @param truth what must become of them
 */
public record Simulation(SimulationOptions options, List<SimulatedRecord> records, Truth truth) {
    /** Topic of mParticle's batches, JSON. */
    public static final String BATCHES_TOPIC = "mparticle.batches";

    /** Topic of the order backend, Avro in Confluent's wire format. */
    public static final String ORDERS_TOPIC = "orders";

    private static final long MINUTE = 60_000;

    /**
     * Where to pause when days of traffic are written within seconds: how many records to write
     * before each pause, ascending. Whoever waits there until the ticks written so far have their
     * fate lets every cart be announced before the late order that answers it is written, as it
     * would be in real time. As few pauses as possible, each right after a tick of all partitions.
     */
    public List<Integer> pauses() {
        List<CartTruth> answered = new ArrayList<>();
        for (CartTruth cart : truth.carts()) {
            if (cart.suppressed() || cart.recovered()) {
                answered.add(cart);
            }
        }
        answered.sort(Comparator.comparingLong(this::answeredAt));
        TreeMap<Long, Integer> ticks = ticks();
        List<Integer> pauses = new ArrayList<>();
        long last = 0;
        for (CartTruth cart : answered) {
            long from = cart.deadline() + MINUTE;
            Long tick = ticks.floorKey(answeredAt(cart) - MINUTE);
            if (last < from && tick != null && tick >= from) {
                last = tick;
                pauses.add(ticks.get(tick));
            }
        }
        return pauses;
    }

    /**
     * A late answer that must be heard of before more is written.
     *
     * @param written how many records have been written by then
     * @param cartId the cart that is answered
     */
    public record Answer(int written, String cartId) {}

    /**
     * Where to wait, for another reason, when days of traffic are written within seconds: ascending
     * by {@link Answer#written}. At the receiver a person's time is that of what was sent last. An
     * order that is known takes its time through a pipeline, and what the same shopper does hours
     * later takes another way, of another partition. Real hours keep the two apart; within seconds
     * the later one may come first, and the mail that the order would have stopped goes out.
     */
    public List<Answer> answers() {
        Map<Integer, List<CartTruth>> open = new HashMap<>();
        for (CartTruth cart : truth.carts()) {
            if (cart.suppressed() || cart.recovered()) {
                open.computeIfAbsent(cart.shopper(), shopper -> new ArrayList<>()).add(cart);
            }
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            SimulatedRecord next = records.get(i);
            List<CartTruth> carts = next.tick() ? null : open.get(next.shopper());
            if (carts != null) {
                for (CartTruth cart : carts) {
                    if (answeredAt(cart) < next.kafkaTime()) {
                        answers.add(new Answer(i, cart.cartId()));
                    }
                }
                carts.removeIf(cart -> answeredAt(cart) < next.kafkaTime());
            }
        }
        return answers;
    }

    /**
     * A cart that is announced and then bought.
     *
     * @param cart which one
     * @param before how many records to write before its deadline
     * @param due how many until it is past
     * @param answered how many until its order is known
     */
    public record LateOrder(CartTruth cart, int before, int due, int answered) {}

    /**
     * Carts whose orders come late, each after the one before is answered: whoever wants to do
     * something between a deadline and its order.
     */
    public List<LateOrder> lateOrders() {
        List<CartTruth> carts = new ArrayList<>(truth.carts());
        carts.removeIf(cart -> !cart.announced() || !cart.suppressed() && !cart.recovered());
        carts.sort(Comparator.comparingLong(CartTruth::deadline));
        TreeMap<Long, Integer> ticks = ticks();
        List<LateOrder> late = new ArrayList<>();
        int last = 0;
        for (CartTruth cart : carts) {
            Map.Entry<Long, Integer> before = ticks.floorEntry(cart.deadline() - MINUTE);
            Map.Entry<Long, Integer> due = ticks.ceilingEntry(cart.deadline() + MINUTE);
            if (before != null && due != null && before.getValue() >= last) {
                int answered = upTo(answeredAt(cart));
                if (answered > due.getValue()) {
                    late.add(new LateOrder(cart, before.getValue(), due.getValue(), answered));
                    last = answered;
                }
            }
        }
        return late;
    }

    /** Number of records up to the last one of that Kafka time. */
    private int upTo(long kafkaTime) {
        int position = 0;
        for (int i = 0; i < records.size(); i++) {
            position = records.get(i).kafkaTime() <= kafkaTime ? i + 1 : position;
        }
        return position;
    }

    /** Time of each tick, to the number of records up to its last one. */
    private TreeMap<Long, Integer> ticks() {
        TreeMap<Long, Integer> ticks = new TreeMap<>();
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).tick()) {
                ticks.put(records.get(i).kafkaTime(), i + 1);
            }
        }
        return ticks;
    }

    private long answeredAt(CartTruth cart) {
        return truth.order(cart.orderId()).firstKnown();
    }
}
