package io.backstitch.model;

/**
 * One line of a story, in small numbers, so that a story that fails can be made shorter and
 * simpler.
 *
 * @param what which thing happens
 * @param shopper who does it, 0 to 2
 * @param as what the source knows of the shopper: 0 nothing, 1 the address, 2 both, 3 the customer
 *     id
 * @param device which of the shopper's devices, 0 or 1
 * @param cart which of the shopper's carts, 0 or 1; 2 for none
 * @param order which of the shopper's orders, 0 or 1
 * @param gap how long after the act before, as index of {@link Plot#GAPS}
 * @param delay how long after it happened it arrives, as index of {@link Plot#DELAYS}
 * @param mix whose device, cart or address it is by mistake: 0 for nobody else's
 * @param product 1 to 3
 */
public record Act(
        What what,
        int shopper,
        int as,
        int device,
        int cart,
        int order,
        int gap,
        int delay,
        int mix,
        int product) {

    /** Without a name, on one device, without a cart that has an id. */
    Act lookingAround() {
        return new Act(What.VIEW, shopper, 0, 0, cart, order, gap, delay, mix, product);
    }

    /**
     * Where a race may follow a shared device, whose a cart is and what it is called must not hang
     * on it: nobody in particular only browses, and whoever shops has a cart.
     */
    Act unguessed() {
        boolean browses =
                as == 0
                        && (what == What.ADD
                                || what == What.REMOVE
                                || what == What.CHECKOUT
                                || what == What.THANK_YOU_PAGE);
        return new Act(
                browses ? What.VIEW : what,
                shopper,
                as,
                device,
                Math.min(cart, 1),
                order,
                gap,
                delay,
                mix,
                product);
    }

    /** What can happen. */
    public enum What {
        VIEW,
        ADD,
        REMOVE,
        CHECKOUT,
        THANK_YOU_PAGE,
        BACKEND_ORDER,
        ORDER_UPDATE,
        REFUND,
        CANCEL,
        LOGIN,
        LOGOUT,
        CONSENT,
        UPLOAD_AGAIN,
        RESTART,
        CRASH
    }
}
