package io.backstitch.sandbox.shoppers;

import io.backstitch.sandbox.shoppers.Shopping.Order;

/**
 * What each kind of shopper does. Timing keeps clear of every deadline: a cart that is bought in
 * time is bought within 45 minutes of each of its activities, one that is bought later hours later;
 * who identifies in time does so within 12 hours, who does not takes more than 28.
 */
final class Scenarios {
    /** From a cart's last activity until it is announced. */
    private static final long ABANDONED = 80 * 60_000;

    private final Shopping s;
    private final Rng rng;

    private Scenarios(Shopping shopping) {
        this.s = shopping;
        this.rng = shopping.rng;
    }

    static void act(ShopperKind kind, Shopping shopping) {
        Scenarios scenarios = new Scenarios(shopping);
        switch (kind) {
            case ANONYMOUS -> scenarios.anonymous();
            case LATE_RETURNER -> scenarios.lateReturner();
            case ONE_DEVICE_BUYER -> scenarios.oneDevice();
            case TWO_DEVICE_BUYER -> scenarios.twoDevices();
            case GUEST -> scenarios.guest(false);
            case GUEST_WITH_ACCOUNT -> scenarios.guest(true);
            case ABANDONER -> scenarios.abandons();
            case RECOVERED -> scenarios.recovered();
            case LATE_ORDER -> scenarios.lateOrder();
            case LOGGED_IN -> scenarios.loggedIn();
            case REPORTED_TWICE -> scenarios.reportedTwice();
            case ANONYMOUS_THANK_YOU -> scenarios.anonymousThankYou();
        }
    }

    private void anonymous() {
        Device device = s.newDevice(rng.chance(0.3), rng.chance(0.9));
        s.visit(device);
        s.browse(device, 4, 12);
        if (rng.chance(0.4)) {
            s.fill(device, 1, 3);
        }
        if (rng.chance(0.3)) {
            s.pause(3600, 4 * 3600);
            s.visit(device);
            s.browse(device, 2, 6);
        }
    }

    private void lateReturner() {
        Device device = s.newDevice(false, true);
        s.visit(device);
        s.browse(device, 4, 9);
        s.now += rng.minutes(35 * 60, 38 * 60);
        s.identify(device, s.account());
        s.visit(device);
        s.browse(device, 2, 5);
    }

    private void oneDevice() {
        Device device = s.newDevice(rng.chance(0.4), rng.chance(0.85));
        s.visit(device);
        s.browse(device, 3, 8);
        Cart cart = s.fill(device, 1, 3);
        if (rng.chance(0.5)) {
            s.browse(device, 1, 3);
        }
        s.pause(20, 15 * 60);
        s.identify(device, s.account());
        s.checkout(device, cart);
        Order order = buy(device, cart, false);
        afterwards(order, s.account());
    }

    /** The brief's shopper: the cart moves from mobile web to the app, where it is bought. */
    private void twoDevices() {
        Device web = s.newDevice(false, true);
        s.visit(web);
        s.browse(web, 2, 6);
        Cart cart = s.fill(web, 1, 3);
        s.pause(5 * 60, 35 * 60);
        Device app = s.newDevice(true, true);
        s.identify(app, s.account());
        s.visit(app);
        long deadline = s.now + ABANDONED;
        s.checkout(app, cart);
        if (rng.chance(0.3)) {
            Order order = s.order(cart);
            s.report(order, s.account(), cart.id, null, late(order, deadline));
        } else {
            afterwards(buy(app, cart, false), s.account());
        }
        if (rng.chance(0.5)) {
            s.pause(3 * 3600, 8 * 3600);
            s.identify(web, s.account());
            s.visit(web);
            s.browse(web, 2, 5);
        }
    }

    /**
     * Three ways to know a guest: the page says the email, the order names the cart or the device.
     */
    private void guest(boolean laterAccount) {
        Device web = s.newDevice(false, true);
        s.visit(web);
        s.browse(web, 2, 6);
        Cart cart = s.fill(web, 1, 2);
        s.pause(20, 10 * 60);
        Who guest = s.subscriber();
        int way = rng.between(0, 2);
        if (way == 0) {
            s.identify(web, guest);
        }
        s.checkout(web, cart);
        Order order = s.order(cart);
        String cartId = way == 1 || rng.chance(0.5) ? cart.id : null;
        String anonymousId = way == 2 ? web.stamp : null;
        s.report(order, guest, cartId, anonymousId, rng.seconds(5, 120));
        if (laterAccount) {
            s.pause(3600, 8 * 3600);
            s.identify(web, s.account());
            s.visit(web);
            s.browse(web, 1, 4);
        }
    }

    private void abandons() {
        abandonedCart(s.newDevice(rng.chance(0.3), true));
    }

    private void recovered() {
        Device device = s.newDevice(rng.chance(0.3), true);
        Cart cart = abandonedCart(device);
        s.now += rng.minutes(140, 10 * 60);
        s.visit(device);
        s.browse(device, 1, 3);
        buy(device, cart, false);
    }

    private void lateOrder() {
        Device device = s.newDevice(rng.chance(0.4), true);
        s.identify(device, s.account());
        s.visit(device);
        s.browse(device, 2, 6);
        Cart cart = s.fill(device, 1, 3);
        long deadline = s.now + ABANDONED;
        s.checkout(device, cart);
        s.pause(60, 10 * 60);
        Order order = s.order(cart);
        String cartId = rng.chance(0.7) ? cart.id : null;
        s.report(order, s.account(), cartId, null, late(order, deadline));
    }

    /**
     * Milliseconds that let an order arrive after its cart was announced: mostly soon enough to
     * stop a mail half an hour later, sometimes hours too late.
     */
    private long late(Order order, long deadline) {
        long after = rng.chance(0.9) ? rng.minutes(8, 24) : rng.minutes(60, 240);
        return deadline + after - order.placedAt();
    }

    private void loggedIn() {
        Device device = s.newDevice(rng.chance(0.5), rng.chance(0.8));
        s.identify(device, s.account());
        s.visit(device);
        s.browse(device, 3, 9);
        for (int left = rng.between(0, 2); left > 0; left--) {
            Cart cart = s.fill(device, 1, 3);
            s.checkout(device, cart);
            afterwards(buy(device, cart, false), s.account());
            s.pause(3 * 3600, 5 * 3600);
            s.visit(device);
            s.browse(device, 1, 3);
        }
    }

    private void reportedTwice() {
        Device device = s.newDevice(rng.chance(0.4), true);
        s.identify(device, s.account());
        s.visit(device);
        s.browse(device, 2, 5);
        Cart cart = s.fill(device, 1, 3);
        s.checkout(device, cart);
        Order order = s.order(cart);
        s.thankYou(device, order, true, true);
        s.report(order, s.account(), cart.id, null, rng.seconds(20, 300));
    }

    private void anonymousThankYou() {
        Device web = s.newDevice(false, true);
        s.visit(web);
        s.browse(web, 2, 5);
        Cart cart = s.fill(web, 1, 2);
        s.checkout(web, cart);
        Order order = s.order(cart);
        s.thankYou(web, order, false, rng.chance(0.5));
        boolean account = rng.chance(0.5);
        s.report(
                order,
                account ? s.account() : s.subscriber(),
                rng.chance(0.5) ? cart.id : null,
                null,
                rng.seconds(30, 600));
    }

    /** The email is known before the cart, or within twenty minutes of it. */
    private Cart abandonedCart(Device device) {
        boolean subscriber = rng.chance(0.3);
        boolean knownFirst = rng.chance(0.6);
        Who who = subscriber ? s.subscriber() : s.account();
        if (knownFirst) {
            s.identify(device, who);
        }
        s.visit(device);
        s.browse(device, 2, 6);
        Cart cart = s.fill(device, 1, 3);
        if (!knownFirst) {
            s.pause(20, 10 * 60);
            s.identify(device, who);
        }
        if (!knownFirst || rng.chance(0.6)) {
            s.checkout(device, cart);
        }
        return cart;
    }

    /** Buys now on a device whose user is known. */
    private Order buy(Device device, Cart cart, boolean differently) {
        Order order = s.order(cart);
        boolean onThePage = rng.chance(s.mess.rate(MessKind.DOUBLE_REPORTED_ORDER));
        if (onThePage) {
            s.thankYou(device, order, rng.chance(0.7), differently);
        }
        String cartId = device.app || rng.chance(0.7) ? cart.id : null;
        s.report(order, device.who, cartId, null, rng.seconds(3, 120));
        return order;
    }

    private void afterwards(Order order, Who buyer) {
        if (rng.chance(0.12)) {
            s.change(order, buyer, rng.chance(0.5));
        }
    }
}
