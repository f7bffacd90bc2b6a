package io.backstitch.sandbox.shoppers;

import io.backstitch.sandbox.shoppers.ClientEvent.Form;
import io.backstitch.sandbox.shoppers.ClientEvent.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The steps a shopper can take, on a clock of its own that only goes forward. Writes down what the
 * devices log and what the backend reports; how that travels is {@link Uplink}'s business.
 */
final class Shopping {
    /** An event and the circumstances under which its device logged it. */
    record Logged(Device device, long mpid, Who who, ClientEvent event, long offlineUntil) {}

    final Rng rng;
    final Persona persona;
    final Mess mess;
    final MessTally tally;
    final List<Logged> log = new ArrayList<>();
    final List<OrderReport> reports = new ArrayList<>();
    final List<Batch> profileOnly = new ArrayList<>();
    long now;
    private final EventMaker events;
    private final Who account;
    private final Who subscriber;
    private Long knownMpid;
    private int orders;

    Shopping(Rng rng, Persona persona, Mess mess, MessTally tally, long start) {
        this.rng = rng;
        this.persona = persona;
        this.mess = mess;
        this.tally = tally;
        this.now = start;
        this.events = new EventMaker(rng, persona, mess, tally);
        this.account = new Who(persona.customerId(), persona.email(), persona);
        this.subscriber = new Who(null, persona.email(), null);
    }

    Device newDevice(boolean app, boolean stamped) {
        return new Device(
                stamped ? rng.uuid() : null,
                app,
                rng.chance(0.5),
                now - rng.seconds(0, 599),
                rng.id64());
    }

    Who account() {
        return account;
    }

    Who subscriber() {
        return subscriber;
    }

    void pause(int lowSeconds, int highSeconds) {
        now += rng.seconds(lowSeconds, highSeconds);
    }

    /** Opens the shop: session and application events, sometimes something nobody planned. */
    void visit(Device device) {
        if (rng.chance(mess.rate(MessKind.OPERATIONAL_EVENT))) {
            note(
                    device,
                    events.plain(now, Form.SESSION_START, "session_start", Verdict.OPERATIONAL));
            tally.count(MessKind.OPERATIONAL_EVENT);
            if (device.app) {
                now += rng.seconds(0, 1);
                note(
                        device,
                        events.plain(
                                now,
                                Form.APP_STATE,
                                "application_initialized",
                                Verdict.OPERATIONAL));
                tally.count(MessKind.OPERATIONAL_EVENT);
            }
        }
        pause(2, 8);
        if (rng.chance(mess.rate(MessKind.UNPLANNED_NAME))) {
            note(
                    device,
                    events.plain(
                            now, Form.CUSTOM, rng.pick(EventMaker.UNPLANNED), Verdict.UNPLANNED));
            tally.count(MessKind.UNPLANNED_NAME);
            pause(2, 8);
        }
        if (rng.chance(mess.rate(MessKind.MISSING_PROPERTY))) {
            note(device, events.incomplete(now));
            tally.count(MessKind.MISSING_PROPERTY);
            pause(2, 8);
        }
        if (device.who.known() && rng.chance(mess.rate(MessKind.EVENTLESS_BATCH))) {
            tally.count(MessKind.EVENTLESS_BATCH);
            long arrival = now + rng.minutes(16, 20);
            profileOnly.add(
                    new Batch(
                            device,
                            device.mpid,
                            device.who,
                            device.who.email(),
                            null,
                            List.of(),
                            arrival,
                            arrival - 1500,
                            rng.id64(),
                            rng.uuid(),
                            false,
                            Batch.Origin.SHOP));
        }
    }

    /** Looks at products; what an offline device views arrives hours later. */
    void browse(Device device, int low, int high) {
        long offlineUntil = 0;
        if (rng.chance(mess.rate(MessKind.OFFLINE_BATCH))) {
            offlineUntil = now + rng.minutes(60, 360);
        }
        for (int left = rng.between(low, high); left > 0; left--) {
            if (rng.chance(0.3)) {
                note(
                        device,
                        events.plain(
                                now, Form.SCREEN, rng.pick(EventMaker.SCREENS), Verdict.SCREEN));
                pause(3, 20);
            }
            Product.Line line = new Product.Line(rng.pick(Product.CATALOGUE), 1);
            ClientEvent view = events.shop(now, "product_viewed", List.of(line), null, null, null);
            log.add(new Logged(device, device.mpid, device.who, view, offlineUntil));
            pause(8, 70);
        }
    }

    Cart fill(Device device, int low, int high) {
        Cart cart = new Cart("c-" + rng.uuid().substring(0, 18));
        for (int left = rng.between(low, high); left > 0; left--) {
            Product.Line line = new Product.Line(rng.pick(Product.CATALOGUE), rng.between(1, 3));
            cart.lines.add(line);
            note(device, events.shop(now, "add_to_cart", List.of(line), null, cart.id, null));
            pause(10, 90);
        }
        return cart;
    }

    void checkout(Device device, Cart cart) {
        note(
                device,
                events.shop(now, "checkout_started", List.copyOf(cart.lines), null, cart.id, null));
        pause(40, 200);
    }

    /** From here on the device's batches say who it is; often under another mParticle id. */
    void identify(Device device, Who who) {
        if (who.customerId() != null) {
            if (knownMpid == null) {
                knownMpid = device.stamp == null || rng.chance(0.4) ? device.mpid : rng.id64();
            }
            device.mpid = knownMpid;
        }
        device.who = who;
        pause(1, 5);
    }

    /** Places an order now; the backend's report is up to the caller. */
    Order order(Cart cart) {
        orders++;
        long number = 5_000_000L + persona.number() * 10L + orders;
        long discount = rng.chance(0.3) ? rng.between(1, 4) * 50L : 0;
        long shipping = rng.chance(0.6) ? 495 : 0;
        Figures figures = Figures.of(cart.lines, discount, shipping);
        return new Order(Long.toString(number), cart, figures, List.copyOf(cart.lines), now);
    }

    /** The thank-you page reports the purchase. */
    void thankYou(Device device, Order order, boolean withCart, boolean differently) {
        String spelled = order.id();
        if (rng.chance(mess.rate(MessKind.SPELLED_ORDER_ID))) {
            tally.count(MessKind.SPELLED_ORDER_ID);
            spelled = "#" + spelled;
        }
        Figures seen = differently ? order.figures().asThePageSeesIt() : order.figures();
        note(
                device,
                events.shop(
                        now,
                        "order_completed",
                        order.lines(),
                        seen,
                        withCart ? order.cart().id : null,
                        spelled));
        tally.count(MessKind.DOUBLE_REPORTED_ORDER);
        pause(5, 30);
    }

    /** The backend reports the order, {@code delay} milliseconds after it was placed. */
    void report(Order order, Who buyer, String cartId, String anonymousId, long delay) {
        OrderReport placed =
                new OrderReport(
                        "PLACED",
                        order.id(),
                        rng.chance(0.95) ? rng.uuid() : null,
                        order.placedAt(),
                        order.placedAt() + delay,
                        buyer.customerId(),
                        typed(buyer.email()),
                        cartId,
                        anonymousId,
                        order.figures().revenue(),
                        order.figures(),
                        order.lines(),
                        persona);
        reports.add(placed);
        if (rng.chance(mess.rate(MessKind.DUPLICATED_ORDER))) {
            tally.count(MessKind.DUPLICATED_ORDER);
            reports.add(placed.arriving(placed.arrival() + rng.seconds(20, 3 * 3600)));
        }
    }

    /** The backend changes the order later: a corrected price, or money given back. */
    void change(Order order, Who buyer, boolean refund) {
        long at = order.placedAt() + rng.minutes(240, 420);
        Figures old = order.figures();
        Figures figures = refund ? old : Figures.of(order.lines(), old.discount() + 50, 0);
        reports.add(
                new OrderReport(
                        refund ? "REFUNDED" : "UPDATED",
                        order.id(),
                        rng.uuid(),
                        at,
                        at + rng.seconds(5, 90),
                        buyer.customerId(),
                        typed(buyer.email()),
                        order.cart().id,
                        null,
                        figures.revenue(),
                        figures,
                        order.lines(),
                        persona));
    }

    String typed(String email) {
        if (email == null || !rng.chance(mess.rate(MessKind.UNTIDY_EMAIL))) {
            return email;
        }
        tally.count(MessKind.UNTIDY_EMAIL);
        String capitals = email.substring(0, 1).toUpperCase(Locale.ROOT) + email.substring(1);
        return rng.chance(0.5) ? " " + capitals + " " : capitals.replace("@example", "@Example");
    }

    /** An order being placed. */
    record Order(String id, Cart cart, Figures figures, List<Product.Line> lines, long placedAt) {}

    private void note(Device device, ClientEvent event) {
        log.add(new Logged(device, device.mpid, device.who, event, 0));
    }
}
