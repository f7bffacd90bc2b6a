package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Commerce;
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
 * The person's carts. A cart is open while no order names it and its newest activity is newer than
 * the person's newest order. An open cart is due once nothing happened to it for the configured
 * time; it is announced once per abandonment, and answered once by the order that ends it.
 *
 * <p>What an order ended stays ended, whatever becomes of the order: whose order was cancelled or
 * given back did not leave a cart behind.
 */
final class Carts {
    static final int MAX_ACTIVITIES = 100;

    /** Carts remembered per person; the ones left longest ago are forgotten first. */
    static final int MAX_CARTS = 200;

    /** How long the contents of a cart are remembered after its last activity. */
    static final long CONTENTS_LIFE = 30 * 86_400_000L;

    private static final String OWN = "own-";

    final TreeMap<String, CartState> byId = new TreeMap<>();

    /** Carts left no later than this were ended by an order. */
    long closedUntil = Long.MIN_VALUE;

    /** Takes a cart event; returns the cart's id: the source's, or the ledger's own. */
    String learn(Event event) {
        Commerce commerce = event.commerce();
        String cartId = commerce.cartId() == null ? ownCart(event) : commerce.cartId();
        byId.computeIfAbsent(cartId, id -> new CartState())
                .learn(
                        event.id(),
                        new CartState.Activity(
                                event.time(),
                                commerce.kind().ordinal(),
                                commerce.currency(),
                                commerce.valueMinor(),
                                commerce.items()));
        return cartId;
    }

    /**
     * The cart of an event whose source names none: the open one that the ledger named itself. An
     * event from before the newest order belongs to one that was left after it. Else it opens a
     * cart, which is named after it.
     */
    private String ownCart(Event event) {
        boolean past = event.time() <= closedUntil;
        String found = null;
        long nearest = Long.MAX_VALUE;
        for (Map.Entry<String, CartState> entry : byId.tailMap(OWN).entrySet()) {
            if (!entry.getKey().startsWith(OWN)) {
                break;
            }
            long last = entry.getValue().lastActivity;
            boolean fits = past ? last >= event.time() : isOpen(entry.getValue());
            if (fits && last < nearest) {
                found = entry.getKey();
                nearest = last;
            }
        }
        return found == null ? OWN + event.id() : found;
    }

    private boolean isOpen(CartState cart) {
        return cart.orderId == null && cart.lastActivity > closedUntil;
    }

    /** When the cart is due to be announced, or the greatest long if it is not. */
    private long deadline(CartState cart, PersonSettings settings) {
        if (!isOpen(cart) || cart.lastActivity <= cart.settledUntil) {
            return Long.MAX_VALUE;
        }
        return cart.lastActivity + settings.abandonAfter() + settings.cartGrace();
    }

    /** The next moment at which a cart may be due, or the greatest long. */
    long nextDeadline(PersonSettings settings) {
        long next = Long.MAX_VALUE;
        for (CartState cart : byId.values()) {
            next = Math.min(next, deadline(cart, settings));
        }
        return next;
    }

    /** A cart whose time is up. */
    record Due(String cartId, CartState cart, long deadline, CartContents contents) {}

    /** Carts due at {@code now}, marked as announced, by deadline; emptied ones are left out. */
    List<Due> takeDue(long now, PersonSettings settings) {
        List<Due> due = new ArrayList<>();
        for (Map.Entry<String, CartState> entry : byId.entrySet()) {
            CartState cart = entry.getValue();
            long deadline = deadline(cart, settings);
            if (deadline > now) {
                continue;
            }
            CartContents contents = contents(entry.getKey(), cart);
            if (contents.count() == 0) {
                cart.settledUntil = cart.lastActivity;
            } else {
                cart.announce(deadline);
                due.add(new Due(entry.getKey(), cart, deadline, contents));
            }
        }
        due.sort(Comparator.comparingLong(Due::deadline).thenComparing(Due::cartId));
        return due;
    }

    /** What is in a cart; what an order found in one without an id of its own is bought. */
    CartContents contents(String cartId, CartState cart) {
        return CartContents.of(cart, cartId.startsWith(OWN) ? closedUntil : Long.MIN_VALUE);
    }

    /**
     * A cart that an order ended after it had been announced as abandoned.
     *
     * @param number of the announcement that is answered: the newest
     * @param deadlines of those without an answer so far, earliest first
     * @param time when the order happened, epoch milliseconds
     */
    record Answer(String cartId, int number, List<Long> deadlines, long time) {
        /** What is left to answer if so many of the newest were never sent; null for nothing. */
        Answer without(int unsent) {
            int left = deadlines.size() - unsent;
            return left <= 0
                    ? null
                    : new Answer(cartId, number - unsent, deadlines.subList(0, left), time);
        }

        /** Whether the order had happened before the announcement. */
        boolean late() {
            return time <= deadlines.get(deadlines.size() - 1);
        }
    }

    /**
     * Closes what an order ends: the cart it names, and every cart that was left before it. Returns
     * the announced ones that have had no answer yet.
     *
     * @param time when the order happened, epoch milliseconds
     * @param until the latest time that anybody reports of it: a device that reports an order late
     *     reports what came before it just as late
     * @param cartId the cart it names, or null
     */
    List<Answer> close(String orderId, long time, long until, String cartId) {
        closedUntil = Math.max(closedUntil, until);
        if (cartId != null) {
            byId.computeIfAbsent(cartId, id -> new CartState()).buy(orderId);
        }
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<String, CartState> entry : byId.entrySet()) {
            CartState cart = entry.getValue();
            long left = Math.min(cart.lastActivity, cart.announcedActivity);
            boolean ended = entry.getKey().equals(cartId) || left <= until;
            List<Long> deadlines = ended ? cart.answer() : List.of();
            if (!deadlines.isEmpty()) {
                answers.add(new Answer(entry.getKey(), cart.announcements, deadlines, time));
            }
            cart.forgetIfDone();
        }
        return answers;
    }

    /**
     * The cart that an order which names none most likely bought: the newest one it ends and no
     * earlier order did. To be asked before it is closed.
     */
    String closedBy(long time) {
        String newest = null;
        long newestTime = closedUntil < time ? closedUntil : Long.MIN_VALUE;
        for (Map.Entry<String, CartState> entry : byId.entrySet()) {
            CartState cart = entry.getValue();
            if (cart.orderId == null
                    && cart.lastActivity <= time
                    && cart.lastActivity > newestTime) {
                newest = entry.getKey();
                newestTime = cart.lastActivity;
            }
        }
        return newest;
    }

    /** Forgets what is too old to matter at {@code now}, so that nobody's ledger grows for ever. */
    void forget(long now) {
        for (CartState cart : byId.values()) {
            if (!cart.activities.isEmpty() && cart.lastActivity < now - CONTENTS_LIFE) {
                cart.activities.clear();
            }
        }
        while (byId.size() > MAX_CARTS) {
            Map.Entry<String, CartState> oldest = byId.firstEntry();
            for (Map.Entry<String, CartState> entry : byId.entrySet()) {
                boolean older = entry.getValue().lastActivity < oldest.getValue().lastActivity;
                oldest = older ? entry : oldest;
            }
            byId.remove(oldest.getKey());
        }
    }

    /** Takes over what another ledger knows: the same as having seen both. */
    void absorb(Carts other) {
        closedUntil = Math.max(closedUntil, other.closedUntil);
        for (Map.Entry<String, CartState> entry : other.byId.entrySet()) {
            byId.computeIfAbsent(entry.getKey(), id -> new CartState()).absorb(entry.getValue());
        }
        joinOwn();
    }

    /** Two open carts without names are one; one that was announced keeps its name. */
    private void joinOwn() {
        String into = null;
        for (String cartId : openOwn()) {
            CartState cart = byId.get(cartId);
            CartState kept = into == null ? null : byId.get(into);
            if (kept == null) {
                into = cartId;
            } else if (cart.announcements == 0) {
                kept.absorb(byId.remove(cartId));
            } else if (kept.announcements == 0) {
                cart.absorb(byId.remove(into));
                into = cartId;
            }
        }
    }

    /** Open carts without names, those first that were opened first. */
    private List<String> openOwn() {
        List<String> open = new ArrayList<>();
        for (Map.Entry<String, CartState> entry : byId.tailMap(OWN).entrySet()) {
            if (entry.getKey().startsWith(OWN) && isOpen(entry.getValue())) {
                open.add(entry.getKey());
            }
        }
        open.sort(Comparator.comparingLong(this::openedAt));
        return open;
    }

    /** Event time of what the cart is named after; long ago if it was dropped since. */
    private long openedAt(String cartId) {
        String opener = cartId.substring(OWN.length());
        CartState.Activity opening = byId.get(cartId).activities.get(opener);
        return opening == null ? Long.MIN_VALUE : opening.time();
    }

    void write(DataOutputView out) throws IOException {
        out.writeLong(closedUntil);
        Fields.writeVarInt(byId.size(), out);
        for (Map.Entry<String, CartState> entry : byId.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            entry.getValue().write(out);
        }
    }

    void read(DataInputView in) throws IOException {
        closedUntil = in.readLong();
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            byId.put(Fields.readText(in), CartState.read(in));
        }
    }
}
