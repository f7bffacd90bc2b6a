package io.backstitch.cli.demo;

import io.backstitch.cli.demo.Causes.Cause;
import io.backstitch.cli.demo.World.Deed;
import io.backstitch.cli.demo.World.Profile;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
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

    final Evidence evidence;
    final Truth truth;
    final List<Effect> effects = new ArrayList<>();
    final Map<String, List<Effect>> byOrder = new LinkedHashMap<>();
    final Map<Integer, List<Profile>> profiles = new HashMap<>();
    final List<Profile> strays = new ArrayList<>();

    /** Shoppers of whom something was lost in an upgrade: only P9 speaks about them. */
    private final Set<Integer> excused;

    private final Causes causes;
    private final Set<Integer> startedWithAnEvent = new HashSet<>();

    Casebook(Evidence evidence, Set<Integer> excused) {
        this.evidence = evidence;
        this.truth = evidence.truth();
        this.excused = excused;
        this.causes = new Causes(truth);
        Owners owners = new Owners(truth);
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
        return causes.of(deed.eventId(), deed.attributes());
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
