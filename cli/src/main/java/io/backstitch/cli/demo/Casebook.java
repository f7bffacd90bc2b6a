package io.backstitch.cli.demo;

import io.backstitch.cli.demo.World.Deed;
import io.backstitch.cli.demo.World.Profile;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.sandbox.shoppers.Truth.RecordTruth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The evidence, looked up from both sides: effects to their causes, profiles to their shoppers. */
final class Casebook {
    static final int NOBODY = Owners.NOBODY;

    /**
     * An event at the receiver.
     *
     * @param profile whose feed it is in, or null while anonymous
     * @param owner shopper of that profile, or {@link #NOBODY}
     */
    record Effect(Deed deed, Profile profile, int owner) {}

    /**
     * What an effect goes back to.
     *
     * @param event client event, or null
     * @param orderId order whose order_completed it is, or null
     * @param shopper whose it should be, or {@link #NOBODY} if nothing caused it
     * @param derived made by Backstitch itself
     */
    record Cause(EventTruth event, String orderId, int shopper, boolean derived) {
        boolean unknown() {
            return shopper == NOBODY;
        }
    }

    final Evidence evidence;
    final Truth truth;
    final List<Effect> effects = new ArrayList<>();
    final Map<String, List<Effect>> byOrder = new LinkedHashMap<>();
    final Map<Integer, List<Profile>> profiles = new HashMap<>();
    final List<Profile> strays = new ArrayList<>();

    /** Shoppers of whom something was lost in an upgrade: only P9 speaks about them. */
    private final Set<Integer> excused;

    private final Map<String, RecordTruth> reports = new HashMap<>();
    private final Set<Integer> startedWithAnEvent = new HashSet<>();

    Casebook(Evidence evidence, Set<Integer> excused) {
        this.evidence = evidence;
        this.truth = evidence.truth();
        this.excused = excused;
        Owners owners = new Owners(truth);
        for (RecordTruth report : truth.records()) {
            if (report.eventId() != null) {
                reports.put(report.eventId(), report);
            }
        }
        for (Profile profile : evidence.world().profiles()) {
            int owner = owners.of(profile);
            if (owner == NOBODY) {
                strays.add(profile);
            } else {
                profiles.computeIfAbsent(owner, i -> new ArrayList<>()).add(profile);
            }
            add(profile, owner, profile.deeds());
        }
        evidence.world().anonymous().values().forEach(feed -> add(null, NOBODY, feed));
    }

    boolean excused(int shopper) {
        return excused.contains(shopper);
    }

    /** P3 noticed that a profile of the shopper began with an event; what follows is P3's. */
    void startedWithAnEvent(int shopper) {
        startedWithAnEvent.add(shopper);
    }

    boolean hasStartedWithAnEvent(int shopper) {
        return startedWithAnEvent.contains(shopper);
    }

    List<Profile> profilesOf(int shopper) {
        return profiles.getOrDefault(shopper, List.of());
    }

    List<Effect> effectsOf(String orderId) {
        return byOrder.getOrDefault(orderId, List.of());
    }

    /** Whether a report of the order does not say whose it is: then its whereabouts are P2's. */
    boolean hadToBeStitched(String orderId) {
        OrderTruth order = truth.order(orderId);
        for (String clientEvent : order.clientEvents()) {
            if (!truth.event(clientEvent).statesPerson()) {
                return true;
            }
        }
        return false;
    }

    Cause causeOf(Deed deed) {
        String eventId = deed.eventId() == null ? "" : deed.eventId();
        EventTruth event = truth.event(eventId);
        if (event != null) {
            return new Cause(event, event.orderId(), event.shopper(), false);
        }
        RecordTruth report = reports.get(eventId);
        if (report != null) {
            boolean placed = "order_completed".equals(report.contractName());
            return new Cause(null, placed ? report.orderId() : null, report.shopper(), false);
        }
        if (eventId.startsWith("cart_")) {
            String cartId = deed.text("cart_id");
            Truth.CartTruth cart = cartId == null ? null : truth.cart(cartId);
            return new Cause(null, null, cart == null ? NOBODY : cart.shopper(), true);
        }
        // The backend gave this report no id of its own.
        String orderId = deed.text("order_id");
        OrderTruth order = orderId == null ? null : truth.order(orderId);
        return order == null
                ? new Cause(null, null, NOBODY, false)
                : new Cause(null, orderId, order.shopper(), false);
    }

    private void add(Profile profile, int owner, List<Deed> feed) {
        for (Deed deed : feed) {
            if (deed.isEvent()) {
                Effect effect = new Effect(deed, profile, owner);
                effects.add(effect);
                String orderId = causeOf(deed).orderId();
                if (orderId != null) {
                    byOrder.computeIfAbsent(orderId, id -> new ArrayList<>()).add(effect);
                }
            }
        }
    }
}
