package io.backstitch.cli.demo;

import io.backstitch.cli.demo.World.Deed;
import io.backstitch.cli.demo.World.Mail;
import io.backstitch.cli.demo.World.Profile;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.shoppers.Fate;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.sandbox.shoppers.Truth.RecordTruth;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

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
 * @param missedTriggers of these, how many are missing, or have another name
 * @param doubleCountedOrders orders that count more than once
 * @param recoveryMails mails of the cart recovery journey
 * @param mailedAfterBuying of these, mails to people who had bought that cart by then
 * @param mailedThoughKnown of these, mails that went out after the order had reached Kafka
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
        int mailedThoughKnown,
        int unmailedAbandoners) {

    /** Looks at a world in which every mail that was due has been sent. */
    public static RetentionOutcome of(Truth truth, World world) {
        return new Counting(truth, world).count();
    }

    /** The same for what a sandbox holds now. */
    public static RetentionOutcome of(Truth truth, CustomerIoSandbox sandbox) {
        return of(truth, World.of(sandbox));
    }

    private static final class Counting {
        private final Truth truth;
        private final World world;
        private final Owners owners;
        private final Map<String, Integer> shopperOf = new HashMap<>();
        private final Map<Integer, Integer> profilesOf = new HashMap<>();
        private final Map<String, Long> named = new HashMap<>();
        private final Map<String, Integer> orders = new HashMap<>();
        private final Set<Integer> mailed = new HashSet<>();
        private int thoughKnown;

        Counting(Truth truth, World world) {
            this.truth = truth;
            this.world = world;
            this.owners = new Owners(truth);
        }

        RetentionOutcome count() {
            for (Profile profile : world.profiles()) {
                int shopper = owners.of(profile);
                if (shopper != Owners.NOBODY) {
                    shopperOf.put(profile.cioId(), shopper);
                    profilesOf.merge(shopper, 1, Integer::sum);
                    profile.deeds().forEach(deed -> read(shopper, deed));
                }
            }
            int expected = (int) truth.shoppers().stream().filter(ShopperTruth::hasProfile).count();
            Map<String, Long> triggers = triggers();
            long missed = 0;
            for (Map.Entry<String, Long> trigger : triggers.entrySet()) {
                long there = named.getOrDefault(trigger.getKey(), 0L);
                missed += Math.max(0, trigger.getValue() - there);
            }
            int afterBuying = mailedAfterBuying();
            return new RetentionOutcome(
                    expected,
                    world.profiles().size(),
                    (int) profilesOf.values().stream().filter(n -> n > 1).count(),
                    expected - profilesOf.size(),
                    world.profiles().size() - shopperOf.size(),
                    triggers.values().stream().mapToLong(Long::longValue).sum(),
                    missed,
                    orders.values().stream().filter(n -> n > 1).count(),
                    world.mails().size(),
                    afterBuying,
                    thoughKnown,
                    unmailed());
        }

        private void read(int shopper, Deed deed) {
            if (!deed.isEvent()) {
                return;
            }
            named.merge(shopper + " " + deed.name(), 1L, Long::sum);
            String order = deed.text("order_id");
            if (order != null && deed.name().equals("order_completed")) {
                orders.merge(order.startsWith("#") ? order.substring(1) : order, 1, Integer::sum);
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
            for (RecordTruth report : truth.records()) {
                if (report.fate() == Fate.DELIVERED
                        && "order_completed".equals(report.contractName())) {
                    expected.merge(report.shopper() + " order_completed", 1L, Long::sum);
                }
            }
            return expected;
        }

        private int mailedAfterBuying() {
            int count = 0;
            for (Mail mail : world.mails()) {
                Integer shopper = shopperOf.get(mail.cioId());
                if (shopper != null) {
                    mailed.add(shopper);
                    OrderTruth order = orderOf(shopper, mail);
                    if (order != null) {
                        boolean bought = order.placedAt() <= mail.dueAt() * 1000;
                        boolean known = order.firstKnown() <= mail.dueAt() * 1000;
                        count += bought ? 1 : 0;
                        thoughKnown += bought && known ? 1 : 0;
                    }
                }
            }
            return count;
        }

        private OrderTruth orderOf(int shopper, Mail mail) {
            CartTruth cart = mail.cartId() == null ? null : truth.cart(mail.cartId());
            OrderTruth order =
                    cart == null || cart.orderId() == null ? null : truth.order(cart.orderId());
            return order != null && order.shopper() == shopper ? order : null;
        }

        private int unmailed() {
            Set<Integer> without = new HashSet<>();
            for (CartTruth cart : truth.carts()) {
                if (cart.announced()
                        && cart.orderId() == null
                        && !mailed.contains(cart.shopper())) {
                    without.add(cart.shopper());
                }
            }
            return without.size();
        }
    }
}
