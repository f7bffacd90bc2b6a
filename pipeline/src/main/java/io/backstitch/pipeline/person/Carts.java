package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The person's carts. A cart is open while nobody ordered it and its newest activity is newer than
 * the person's newest order. An open cart is due once nothing happened to it for the configured
 * time; it is announced once per abandonment, and answered once by the order that ends it.
 *
 * <p>{@code lastOrder} is always the event time of the person's newest order, the least long for
 * none.
 */
final class Carts {
    static final int MAX_ACTIVITIES = 100;

    final TreeMap<String, CartState> byId = new TreeMap<>();

    /** Takes a cart event; returns the cart's id: the source's, or the ledger's own. */
    String learn(Event event, long lastOrder) {
        String cartId = event.commerce().cartId();
        if (cartId == null) {
            cartId = ownCart(event, lastOrder);
        }
        CartState cart = byId.computeIfAbsent(cartId, id -> new CartState());
        cart.lastActivity = Math.max(cart.lastActivity, event.time());
        if (cart.orderId == null) {
            cart.activities.put(
                    event.id(),
                    new CartState.Activity(
                            event.time(),
                            event.commerce().kind().ordinal(),
                            event.commerce().currency(),
                            event.commerce().valueMinor(),
                            event.commerce().items()));
            bound(cart);
        }
        return cartId;
    }

    /** The open cart that the ledger named itself, else a new name made of the opening event. */
    private String ownCart(Event event, long lastOrder) {
        for (Map.Entry<String, CartState> entry : byId.descendingMap().entrySet()) {
            if (entry.getKey().startsWith("own-") && isOpen(entry.getValue(), lastOrder)) {
                return entry.getKey();
            }
        }
        return "own-" + event.id();
    }

    private static void bound(CartState cart) {
        while (cart.activities.size() > MAX_ACTIVITIES) {
            String oldest = null;
            long time = Long.MAX_VALUE;
            for (Map.Entry<String, CartState.Activity> entry : cart.activities.entrySet()) {
                if (entry.getValue().time() < time) {
                    time = entry.getValue().time();
                    oldest = entry.getKey();
                }
            }
            cart.activities.remove(oldest);
        }
    }

    static boolean isOpen(CartState cart, long lastOrder) {
        return cart.orderId == null && cart.lastActivity > lastOrder;
    }

    /** When the cart is due to be announced, or the greatest long if it is not. */
    private static long deadline(CartState cart, long lastOrder, PersonSettings settings) {
        if (!isOpen(cart, lastOrder) || cart.lastActivity <= cart.announcedFor) {
            return Long.MAX_VALUE;
        }
        return cart.lastActivity + settings.abandonAfter() + settings.cartGrace();
    }

    /** The next moment at which a cart may be due, or the greatest long. */
    long nextDeadline(long lastOrder, PersonSettings settings) {
        long next = Long.MAX_VALUE;
        for (CartState cart : byId.values()) {
            next = Math.min(next, deadline(cart, lastOrder, settings));
        }
        return next;
    }

    /** A cart whose time is up. */
    record Due(String cartId, CartState cart, long deadline, CartContents contents) {}

    /** Carts due at {@code now}, marked as announced, by deadline; emptied ones are left out. */
    List<Due> takeDue(long now, long lastOrder, PersonSettings settings) {
        List<Due> due = new ArrayList<>();
        for (Map.Entry<String, CartState> entry : byId.entrySet()) {
            CartState cart = entry.getValue();
            long deadline = deadline(cart, lastOrder, settings);
            if (deadline > now) {
                continue;
            }
            CartContents contents = CartContents.of(cart);
            cart.announcedFor = deadline;
            if (contents.count() > 0) {
                cart.announcements++;
                cart.announcedActivity = cart.lastActivity;
                due.add(new Due(entry.getKey(), cart, deadline, contents));
            }
        }
        due.sort(Comparator.comparingLong(Due::deadline).thenComparing(Due::cartId));
        return due;
    }

    /** A cart that an order ended after it had been announced as abandoned. */
    record Answer(String cartId, CartState cart, boolean late) {}

    /**
     * Closes what an order ends: its own cart, and every cart that was left before it. Returns the
     * announced ones that have had no answer yet; {@code late} tells that the order had happened
     * before the announcement.
     */
    List<Answer> close(String orderId, OrderState order) {
        List<Answer> answers = new ArrayList<>();
        if (order.cartId != null) {
            CartState own = byId.computeIfAbsent(order.cartId, id -> new CartState());
            if (own.orderId == null) {
                own.orderId = orderId;
            }
        }
        for (Map.Entry<String, CartState> entry : new TreeMap<>(byId).entrySet()) {
            CartState cart = entry.getValue();
            long left = Math.min(cart.lastActivity, cart.announcedActivity);
            boolean ended = orderId.equals(cart.orderId) || left <= order.time;
            if (ended && cart.answered < cart.announcements) {
                cart.answered = cart.announcements;
                answers.add(new Answer(entry.getKey(), cart, order.time <= cart.announcedFor));
            }
            if (cart.orderId != null && cart.answered == cart.announcements) {
                cart.activities.clear();
            }
        }
        return answers;
    }

    /** The cart an order without a cart id most likely bought: the newest one it closes. */
    String closedBy(OrderState order) {
        String newest = null;
        long time = Long.MIN_VALUE;
        for (Map.Entry<String, CartState> entry : byId.entrySet()) {
            long activity = entry.getValue().lastActivity;
            if (activity <= order.time && activity > time && entry.getValue().orderId == null) {
                newest = entry.getKey();
                time = activity;
            }
        }
        return newest;
    }

    /** Takes over what another ledger knows. */
    void absorb(Carts other) {
        other.byId.forEach(this::absorb);
    }

    private void absorb(String cartId, CartState other) {
        CartState mine = byId.putIfAbsent(cartId, other);
        if (mine == null) {
            return;
        }
        mine.activities.putAll(other.activities);
        bound(mine);
        mine.lastActivity = Math.max(mine.lastActivity, other.lastActivity);
        mine.announcedActivity =
                mine.announcedFor >= other.announcedFor
                        ? mine.announcedActivity
                        : other.announcedActivity;
        mine.announcedFor = Math.max(mine.announcedFor, other.announcedFor);
        mine.announcements += other.announcements;
        mine.answered += other.answered;
        if (mine.orderId == null) {
            mine.orderId = other.orderId;
        }
    }

    void write(DataOutputView out) throws IOException {
        Fields.writeVarInt(byId.size(), out);
        for (Map.Entry<String, CartState> entry : byId.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            entry.getValue().write(out);
        }
    }

    void read(DataInputView in) throws IOException {
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            byId.put(Fields.readText(in), CartState.read(in));
        }
    }
}
