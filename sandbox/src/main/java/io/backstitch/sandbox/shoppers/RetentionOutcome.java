package io.backstitch.sandbox.shoppers;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.sandbox.customerio.Activity;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.JourneyDefinition;
import io.backstitch.sandbox.customerio.JourneyEntry;
import io.backstitch.sandbox.customerio.PersonView;
import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.sandbox.shoppers.Truth.RecordTruth;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a retention team has in its workspace in the end, however it got there: the same questions
 * for Backstitch and for a naive forwarder.
 *
 * @param shoppers shoppers that should have a profile
 * @param profiles profiles there are
 * @param splitShoppers shoppers with more than one profile
 * @param missingShoppers shoppers without a profile
 * @param strayProfiles profiles of nobody
 * @param expectedTriggers shopping events of known shoppers that journeys may listen to
 * @param missedTriggers of these, how many are missing or have another name
 * @param doubleCountedOrders orders that count more than once
 * @param recoveryMails mails of the cart recovery journey
 * @param mailedAfterBuying of these, mails to people who had bought the cart by then
 * @param unmailedAbandoners people whose cart was abandoned for good and who got no mail
 */
public record RetentionOutcome(
        int shoppers,
        int profiles,
        int splitShoppers,
        int missingShoppers,
        int strayProfiles,
        long expectedTriggers,
        long missedTriggers,
        long doubleCountedOrders,
        int recoveryMails,
        int mailedAfterBuying,
        int unmailedAbandoners) {

    /** Reads the sandbox; its global clock should be past every mail's due time. */
    public static RetentionOutcome of(Truth truth, CustomerIoSandbox sandbox) {
        return new Counting(truth, sandbox).count();
    }

    private static final class Counting {
        private final Truth truth;
        private final CustomerIoSandbox sandbox;
        private final Map<String, Integer> byCustomer = new HashMap<>();
        private final Map<String, Integer> byEmail = new HashMap<>();
        private final Map<String, Integer> shopperOf = new HashMap<>();
        private final Map<Integer, Integer> profilesOf = new HashMap<>();
        private final Map<String, Long> named = new HashMap<>();
        private final Map<String, Integer> orders = new HashMap<>();

        Counting(Truth truth, CustomerIoSandbox sandbox) {
            this.truth = truth;
            this.sandbox = sandbox;
        }

        RetentionOutcome count() {
            int expected = 0;
            for (ShopperTruth shopper : truth.shoppers()) {
                expected += shopper.hasProfile() ? 1 : 0;
                if (shopper.customerId() != null) {
                    byCustomer.put(shopper.customerId(), shopper.index());
                }
                if (shopper.email() != null) {
                    byEmail.put(shopper.email(), shopper.index());
                }
            }
            List<PersonView> people = sandbox.people();
            for (PersonView person : people) {
                Integer shopper = owner(person);
                if (shopper != null) {
                    shopperOf.put(person.cioId(), shopper);
                    profilesOf.merge(shopper, 1, Integer::sum);
                    read(shopper, sandbox.activity(person.cioId()));
                }
            }
            int split = (int) profilesOf.values().stream().filter(n -> n > 1).count();
            Map<String, Long> triggers = triggers();
            long missed = 0;
            for (Map.Entry<String, Long> trigger : triggers.entrySet()) {
                missed +=
                        Math.max(0, trigger.getValue() - named.getOrDefault(trigger.getKey(), 0L));
            }
            long doubled = orders.values().stream().filter(n -> n > 1).count();
            Mails mails = mails();
            return new RetentionOutcome(
                    expected,
                    people.size(),
                    split,
                    expected - profilesOf.size(),
                    people.size() - shopperOf.size(),
                    triggers.values().stream().mapToLong(Long::longValue).sum(),
                    missed,
                    doubled,
                    mails.sent,
                    mails.afterBuying,
                    mails.unmailed);
        }

        private Integer owner(PersonView person) {
            Integer owner = person.id() == null ? null : byCustomer.get(person.id());
            if (owner != null) {
                return owner;
            }
            String email = person.email() == null ? person.id() : person.email();
            return email == null ? null : byEmail.get(email.strip().toLowerCase(Locale.ROOT));
        }

        private void read(int shopper, List<Activity> feed) {
            for (Activity activity : feed) {
                if (!activity.isEvent()) {
                    continue;
                }
                named.merge(shopper + " " + activity.name(), 1L, Long::sum);
                if (activity.name().equals("order_completed")) {
                    String order = activity.attributes().text("order_id");
                    if (order != null) {
                        orders.merge(Oracle.plainOrderId(order), 1, Integer::sum);
                    }
                }
            }
        }

        /** What should be there: shopper and name to number of events. */
        private Map<String, Long> triggers() {
            Map<String, Long> expected = new HashMap<>();
            for (EventTruth event : truth.events()) {
                if (event.fate() == Fate.DELIVERED) {
                    expected.merge(event.shopper() + " " + event.contractName(), 1L, Long::sum);
                }
            }
            for (RecordTruth order : truth.records()) {
                if (order.fate() == Fate.DELIVERED
                        && "order_completed".equals(order.contractName())) {
                    expected.merge(order.shopper() + " order_completed", 1L, Long::sum);
                }
            }
            return expected;
        }

        private Mails mails() {
            Mails mails = new Mails();
            Map<Integer, Boolean> mailed = new HashMap<>();
            for (JourneyEntry entry : sandbox.journeyEntries(JourneyDefinition.CART_RECOVERY)) {
                if (entry.outcome() != JourneyEntry.Outcome.MAILED) {
                    continue;
                }
                mails.sent++;
                Integer shopper = shopperOf.get(entry.cioId());
                if (shopper != null) {
                    mailed.put(shopper, true);
                    mails.afterBuying += bought(shopper, entry) ? 1 : 0;
                }
            }
            for (CartTruth cart : truth.carts()) {
                if (cart.announced()
                        && cart.orderId() == null
                        && !mailed.containsKey(cart.shopper())) {
                    mails.unmailed++;
                }
            }
            return mails;
        }

        private boolean bought(int shopper, JourneyEntry entry) {
            JsonNode cartId = entry.trigger().attributes().tree().get("cart_id");
            CartTruth cart = cartId == null ? null : truth.cart(cartId.asText());
            OrderTruth order =
                    cart == null || cart.orderId() == null ? null : truth.order(cart.orderId());
            return order != null
                    && order.shopper() == shopper
                    && order.placedAt() <= entry.dueAt() * 1000;
        }
    }

    private static final class Mails {
        int sent;
        int afterBuying;
        int unmailed;
    }
}
