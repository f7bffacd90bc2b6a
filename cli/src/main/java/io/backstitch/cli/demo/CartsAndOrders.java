package io.backstitch.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.cli.demo.World.Deed;
import io.backstitch.cli.demo.World.Mail;
import io.backstitch.cli.demo.World.Profile;
import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * P7: carts are announced, suppressed and recovered as truth says, nobody is mailed whose order was
 * known by then, and order count, lifetime value and order dates are right.
 *
 * <p>An announcement that an order had already answered when it became due may be left out together
 * with its answer. A mail that went out although its exit had been accepted in time is a matter of
 * order, not of this promise.
 */
final class CartsAndOrders {
    private static final String ABANDONED = "cart_abandoned";
    private static final String SUPPRESSED = "cart_recovery_suppressed";
    private static final String RECOVERED = "cart_recovered";
    private static final List<String> TOTALS =
            List.of("orders_count", "lifetime_value", "first_order_date", "last_order_date");

    private final Casebook cases;
    private final Findings findings = new Findings(Promise.P7);
    private final Map<String, Long> answersAt = new HashMap<>();
    private final Map<String, Boolean> happened = new HashMap<>();
    private int due;
    private int quiet;

    CartsAndOrders(Casebook cases) {
        this.cases = cases;
        for (Casebook.Effect effect : cases.effects) {
            Deed deed = effect.deed();
            String cartId = deed.text("cart_id");
            if (cartId == null) {
                continue;
            }
            happened.put(deed.name() + " " + cartId, true);
            if (deed.name().equals(SUPPRESSED)
                    || deed.name().equals(RECOVERED)
                    || cases.causeOf(deed).orderId() != null) {
                answersAt.merge(cartId, deed.receivedAt(), Math::min);
            }
        }
    }

    Verdict verdict() {
        for (CartTruth cart : cases.truth.carts()) {
            if (cart.ownerKnown() > 0 && !cases.excused(cart.shopper())) {
                cart(cart);
            }
        }
        for (Mail mail : cases.evidence.world().mails()) {
            mail(mail);
        }
        for (ShopperTruth shopper : cases.truth.shoppers()) {
            if (shopper.attributes().containsKey("orders_count")
                    && !cases.excused(shopper.index())) {
                totals(shopper);
            }
        }
        findings.note(
                quiet == 0
                        ? due + " carts announced"
                        : (due - quiet)
                                + " carts announced, "
                                + quiet
                                + " answered before they were due");
        return findings.verdict();
    }

    private void cart(CartTruth cart) {
        boolean announced = happened.containsKey(ABANDONED + " " + cart.cartId());
        boolean suppressed = happened.containsKey(SUPPRESSED + " " + cart.cartId());
        boolean recovered = happened.containsKey(RECOVERED + " " + cart.cartId());
        boolean answered = cart.suppressed() || cart.recovered();
        boolean nothing = !announced && !suppressed && !recovered;
        due += cart.announced() ? 1 : 0;
        if (answered && nothing) {
            quiet++;
        }
        boolean asTold =
                announced == cart.announced()
                        && suppressed == cart.suppressed()
                        && recovered == cart.recovered();
        findings.check(
                asTold || (answered && nothing),
                "cart "
                        + cart.cartId()
                        + ": expected "
                        + words(cart.announced(), cart.suppressed(), cart.recovered())
                        + ", found "
                        + words(announced, suppressed, recovered));
    }

    private static String words(boolean announced, boolean suppressed, boolean recovered) {
        if (!announced && !suppressed && !recovered) {
            return "nothing";
        }
        return (announced ? "announced" : "not announced")
                + (suppressed ? ", suppressed" : "")
                + (recovered ? ", recovered" : "");
    }

    private void mail(Mail mail) {
        CartTruth cart = mail.cartId() == null ? null : cases.truth.cart(mail.cartId());
        if (cart == null || cases.excused(cart.shopper())) {
            return;
        }
        OrderTruth order = cart.orderId() == null ? null : cases.truth.order(cart.orderId());
        boolean known = order != null && order.firstKnown() <= mail.dueAt() * 1000;
        Long answerAt = answersAt.get(mail.cartId());
        boolean answered = answerAt != null && answerAt <= mail.dueAt();
        findings.check(
                !known || answered,
                "a mail about cart " + mail.cartId() + " went out after its order was known");
    }

    private void totals(ShopperTruth shopper) {
        Profile profile = null;
        for (Profile candidate : cases.profilesOf(shopper.index())) {
            if (profile == null || candidate.id() != null) {
                profile = candidate;
            }
        }
        if (profile == null) {
            return;
        }
        for (String name : TOTALS) {
            BigDecimal expected = new BigDecimal(shopper.attributes().get(name).toString());
            JsonNode value = profile.attributes().get(name);
            boolean right =
                    value != null
                            && value.isNumber()
                            && value.decimalValue().compareTo(expected) == 0;
            findings.check(
                    right,
                    "shopper "
                            + shopper.index()
                            + ": "
                            + name
                            + " is "
                            + value
                            + ", expected "
                            + expected.toPlainString());
        }
    }
}
