package io.backstitch.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that is known of one person: the bare statements, kept for good. Every question is answered
 * by going through all of them.
 */
final class Book {
    private static final long SKEW = 5 * Moment.MINUTE;

    private final List<Fact> facts = new ArrayList<>();
    private final Set<String> withheld = new HashSet<>();
    private final Set<String> linked = new HashSet<>();

    /** Something somebody reported of an order. */
    private record Said(Deed deed, boolean backend, String cart) {}

    private final TreeMap<String, List<Said>> orders = new TreeMap<>();

    /** Orders in the order in which they were first said to be placed. */
    private final Set<String> announcedOrders = new HashSet<>();

    /** Orders that only a client has told of so far, and until when they wait for the backend. */
    private final TreeMap<String, Long> waitingOrders = new TreeMap<>();

    /** That a cart was called abandoned: after which silence, and when. */
    private record Announced(long activity, long deadline) {}

    private static final class Cart {
        final List<Deed> deeds = new ArrayList<>();
        String boughtBy;
        final List<Announced> announced = new ArrayList<>();
        long silentUntil = Long.MIN_VALUE;
        int answered;
    }

    private final TreeMap<String, Cart> carts = new TreeMap<>();

    /** What was delivered as this person's, as text. */
    private final List<String> delivered = new ArrayList<>();

    /** Orders whose {@code order_completed} somebody got: an order is completed once. */
    private final Set<String> completed;

    private final Rules rules;

    Book(Rules rules, Set<String> completed) {
        this.rules = rules;
        this.completed = completed;
    }

    // ---- input

    /** What the person's identifiers say has no time of its own. */
    void isCalled(String email) {
        learn(new Fact("email", '"' + email + '"', Long.MIN_VALUE));
    }

    void withhold(String email) {
        withheld.add(email);
    }

    void grant(String email) {
        withheld.remove(email);
    }

    void linked(String event) {
        linked.add(event);
    }

    void learn(Fact fact) {
        if (!facts.contains(fact)) {
            facts.add(fact);
        }
    }

    void take(Report report, Deed deed) {
        String order = report.ids().get("order_id");
        String cart = report.ids().get("cart_id");
        if (deed.kind().isCart()) {
            carts.computeIfAbsent(cart == null ? ownCart(deed) : cart, id -> new Cart())
                    .deeds
                    .add(deed);
        }
        if (deed.kind().isOrder() && order != null) {
            orders.computeIfAbsent(order, id -> new ArrayList<>())
                    .add(new Said(deed, report.backend(), cart));
        }
        if (deed.kind() != Deed.Kind.ORDER || order == null) {
            delivered.add("event " + deed.id());
            return;
        }
        boolean waits = rules.emitWait() > 0 && !report.backend();
        if (announcedOrders.contains(order) || (waits && waitingOrders.containsKey(order))) {
            delivered.add("duplicate of order " + order);
        } else if (waits) {
            waitingOrders.put(order, report.arrival() + rules.emitWait());
        } else {
            announce(order);
        }
        close(order, report.arrival());
    }

    /** The one report that becomes the order's event; a client's that waited does not. */
    private void announce(String order) {
        if (waitingOrders.remove(order) != null) {
            delivered.add("duplicate of order " + order);
        }
        announcedOrders.add(order);
        if (completed.add(order)) {
            delivered.add("order " + order);
        }
    }

    /**
     * Without an id, the open cart that has a name of ours, or, before the newest order, the one
     * that was left next; else one called after this.
     */
    private String ownCart(Deed deed) {
        boolean past = deed.time() <= newestOrder();
        return carts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("own-"))
                .filter(
                        entry ->
                                past
                                        ? lastActivity(entry.getValue()) >= deed.time()
                                        : isOpen(entry.getValue()))
                .min(Comparator.comparingLong(entry -> lastActivity(entry.getValue())))
                .map(Map.Entry::getKey)
                .orElse("own-" + deed.id());
    }

    Set<String> cartIds() {
        return carts.keySet();
    }

    // ---- orders

    private static final Comparator<Said> BETTER =
            Comparator.comparing(Said::backend).thenComparingLong(said -> said.deed().time());

    private boolean isPlaced(String order) {
        return orders.get(order).stream().anyMatch(said -> said.deed().kind() == Deed.Kind.ORDER);
    }

    /** The backend's word, else the client's; the earliest of equals. */
    private long timeOf(String order) {
        Said best = null;
        for (Said said : orders.get(order)) {
            if (said.deed().kind() != Deed.Kind.ORDER) {
                continue;
            }
            if (best == null
                    || (said.backend() && !best.backend())
                    || (said.backend() == best.backend()
                            && said.deed().time() < best.deed().time())) {
                best = said;
            }
        }
        return best.deed().time();
    }

    /** A cancel stands until somebody of at least its rank says later that the order lives. */
    private boolean isCancelled(String order) {
        for (Said cancel : orders.get(order)) {
            if (cancel.deed().kind() == Deed.Kind.CANCEL && !isRevived(order, cancel)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRevived(String order, Said cancel) {
        for (Said said : orders.get(order)) {
            boolean alive =
                    said.deed().kind() == Deed.Kind.ORDER
                            || said.deed().kind() == Deed.Kind.ORDER_UPDATE;
            if (alive
                    && said.deed().time() > cancel.deed().time()
                    && (said.backend() || !cancel.backend())) {
                return true;
            }
        }
        return false;
    }

    /** The cart that the backend names, else a client; of equals the first. */
    private String cartOf(String order) {
        Said best = null;
        for (Said said : orders.get(order)) {
            boolean better =
                    best == null
                            || (said.backend() && !best.backend())
                            || (said.backend() == best.backend()
                                    && said.deed().time() < best.deed().time());
            if (said.cart() != null && better) {
                best = said;
            }
        }
        return best == null ? null : best.cart();
    }

    private boolean counts(String order) {
        return isPlaced(order) && !isCancelled(order);
    }

    private long net(String order) {
        Said best = null;
        long backends = 0;
        long clients = 0;
        for (Said said : orders.get(order)) {
            Deed deed = said.deed();
            if (deed.kind() == Deed.Kind.REFUND) {
                backends += said.backend() ? deed.minor() : 0;
                clients += said.backend() ? 0 : deed.minor();
            } else if (deed.minor() != null && (best == null || BETTER.compare(said, best) > 0)) {
                best = said;
            }
        }
        long refunds = backends > 0 ? backends : clients;
        return best == null ? 0 : Math.max(0, best.deed().minor() - refunds);
    }

    /** The latest time at which anybody says that any order was placed, cancelled or not. */
    private long newestOrder() {
        long newest = Long.MIN_VALUE;
        for (String order : orders.keySet()) {
            newest = Math.max(newest, latestOf(order));
        }
        return newest;
    }

    private long latestOf(String order) {
        long latest = Long.MIN_VALUE;
        for (Said said : orders.get(order)) {
            if (said.deed().kind() == Deed.Kind.ORDER) {
                latest = Math.max(latest, said.deed().time());
            }
        }
        return latest;
    }

    // ---- carts

    private static long lastActivity(Cart cart) {
        long last = Long.MIN_VALUE;
        for (Deed deed : cart.deeds) {
            last = Math.max(last, deed.time());
        }
        return last;
    }

    private boolean isOpen(Cart cart) {
        return cart.boughtBy == null && lastActivity(cart) > newestOrder();
    }

    /** Pipeline time: carts that were left alone for long enough are announced. */
    void clock(long time) {
        for (String order : List.copyOf(waitingOrders.keySet())) {
            if (waitingOrders.get(order) <= time) {
                waitingOrders.remove(order);
                announce(order);
            }
        }
        for (Map.Entry<String, Cart> entry : carts.entrySet()) {
            Cart cart = entry.getValue();
            long deadline = lastActivity(cart) + rules.abandonAfter();
            boolean news = lastActivity(cart) > cart.silentUntil;
            if (cart.deeds.isEmpty() || !isOpen(cart) || !news || deadline > time) {
                continue;
            }
            Long value = valueOf(entry.getKey(), cart);
            if (value == null) {
                cart.silentUntil = lastActivity(cart);
                continue;
            }
            cart.silentUntil = deadline;
            cart.announced.add(new Announced(lastActivity(cart), deadline));
            delivered.add(
                    "cart_abandoned "
                            + entry.getKey()
                            + "#"
                            + cart.announced.size()
                            + " of "
                            + Moment.text(Math.floorDiv(deadline, 1000L) * 1000)
                            + " worth "
                            + value);
        }
    }

    /** Price of what is in a cart, null if nothing is. In one of ours an order divides it. */
    private Long valueOf(String id, Cart cart) {
        Map<String, Integer> quantities = new LinkedHashMap<>();
        long bought = id.startsWith("own-") ? newestOrder() : Long.MIN_VALUE;
        cart.deeds.stream()
                .filter(deed -> deed.time() > bought)
                .sorted(Comparator.comparingLong(Deed::time).thenComparing(Deed::id))
                .forEach(deed -> fold(deed, quantities));
        if (quantities.isEmpty()) {
            return null;
        }
        long value = 0;
        for (Map.Entry<String, Integer> entry : quantities.entrySet()) {
            value += Prices.of(entry.getKey()) * entry.getValue();
        }
        return value;
    }

    private static void fold(Deed deed, Map<String, Integer> quantities) {
        if (deed.kind() == Deed.Kind.CHECKOUT) {
            quantities.clear();
        }
        int change = deed.kind() == Deed.Kind.REMOVE ? -deed.quantity() : deed.quantity();
        int after = quantities.getOrDefault(deed.product(), 0) + change;
        if (after > 0) {
            quantities.put(deed.product(), after);
        } else {
            quantities.remove(deed.product());
        }
    }

    /** An order ends its own cart and all that were left before it; announced ones are answered. */
    private void close(String order, long arrival) {
        close(order, latestOf(order), arrival);
    }

    private void close(String order, long until, long arrival) {
        long time = timeOf(order);
        Set<String> named = new TreeSet<>();
        for (Said said : orders.get(order)) {
            if (said.deed().kind() == Deed.Kind.ORDER && said.cart() != null) {
                named.add(said.cart());
            }
        }
        if (cartOf(order) != null) {
            named.add(cartOf(order));
        }
        for (String id : named) {
            Cart cart = carts.computeIfAbsent(id, key -> new Cart());
            cart.boughtBy = cart.boughtBy == null ? order : cart.boughtBy;
        }
        for (Map.Entry<String, Cart> entry : carts.entrySet()) {
            Cart cart = entry.getValue();
            if (cart.answered == cart.announced.size()) {
                continue;
            }
            Announced last = cart.announced.get(cart.announced.size() - 1);
            if (!named.contains(entry.getKey()) && last.activity() > until) {
                continue;
            }
            cart.answered = cart.announced.size();
            boolean late = time <= last.deadline();
            delivered.add(
                    (late ? "cart_recovery_suppressed " : "cart_recovered ")
                            + entry.getKey()
                            + "#"
                            + cart.answered
                            + " by "
                            + order
                            + " late "
                            + (arrival - time) / 1000);
        }
    }

    // ---- one person who was two

    /**
     * @param both gets the carts that both of them shopped with
     */
    void absorb(Book other, Set<String> both) {
        carts.keySet().stream().filter(other.carts::containsKey).forEach(both::add);
        other.facts.forEach(this::learn);
        linked.addAll(other.linked);
        delivered.addAll(other.delivered);
        other.orders.forEach(
                (id, said) -> orders.computeIfAbsent(id, key -> new ArrayList<>()).addAll(said));
        announcedOrders.addAll(other.announcedOrders);
        other.waitingOrders.forEach(this::waitsToo);
        for (String order : announcedOrders) {
            if (waitingOrders.remove(order) != null) {
                delivered.add("duplicate of order " + order);
            }
        }
        other.carts.forEach(this::absorb);
        joinOwn();
    }

    /** Of two reports that wait for the same order the one that waits longer is the repetition. */
    private void waitsToo(String order, long until) {
        if (waitingOrders.containsKey(order)) {
            delivered.add("duplicate of order " + order);
        }
        waitingOrders.merge(order, until, Math::min);
    }

    /** Two open carts of ours are one: the announced one, else the one that was opened first. */
    private void joinOwn() {
        List<String> open = new ArrayList<>(carts.keySet());
        open.removeIf(id -> !id.startsWith("own-") || !isOpen(carts.get(id)));
        open.sort(Comparator.comparingLong(this::openedAt));
        String into = null;
        for (String id : open) {
            Cart cart = carts.get(id);
            if (into == null) {
                into = id;
            } else if (cart.announced.isEmpty()) {
                carts.remove(id);
                absorb(into, cart);
            } else if (carts.get(into).announced.isEmpty()) {
                absorb(id, carts.remove(into));
                into = id;
            }
        }
    }

    private long openedAt(String id) {
        for (Deed deed : carts.get(id).deeds) {
            if (id.equals("own-" + deed.id())) {
                return deed.time();
            }
        }
        return Long.MIN_VALUE;
    }

    private void absorb(String id, Cart other) {
        Cart mine = carts.computeIfAbsent(id, key -> new Cart());
        mine.deeds.addAll(other.deeds);
        mine.boughtBy = mine.boughtBy == null ? other.boughtBy : mine.boughtBy;
        mine.announced.addAll(other.announced);
        mine.announced.sort(Comparator.comparingLong(Announced::deadline));
        mine.silentUntil = Math.max(mine.silentUntil, other.silentUntil);
        mine.answered += other.answered;
    }

    /** Carts that were announced in one book, and ended by an order in the other. */
    void closeAll(long arrival) {
        List<String> placed = new ArrayList<>(orders.keySet());
        placed.removeIf(order -> !isPlaced(order));
        placed.sort(Comparator.comparingLong(this::timeOf).thenComparing(order -> order));
        for (int i = 0; i < placed.size(); i++) {
            boolean newest = i == placed.size() - 1;
            long until = newest ? newestOrder() : timeOf(placed.get(i));
            close(placed.get(i), until, arrival);
        }
    }

    // ---- the end

    void tell(Outcome to, String person, boolean races) {
        for (String line : delivered) {
            if (!line.startsWith("duplicate")) {
                to.add(person + " " + (races ? coarse(line) : line));
            } else if (!races) {
                to.add(line);
            }
        }
        linked.forEach(event -> to.add(person + " linked " + event));
        attributes().forEach((name, value) -> to.add(person + " has " + name + " " + value));
    }

    /** What no race between two reports decides. */
    static String coarse(String line) {
        return line.startsWith("cart_recover") ? "answered " + line.split(" ")[1] : line;
    }

    private TreeMap<String, String> attributes() {
        TreeMap<String, Fact> newest = new TreeMap<>();
        for (Fact fact : facts) {
            boolean refused =
                    fact.name().equals("email")
                            && withheld.contains(fact.value().replace("\"", ""));
            if (!refused) {
                newest.merge(fact.name(), fact, (a, b) -> wins(b, a) ? b : a);
            }
        }
        TreeMap<String, String> all = new TreeMap<>();
        newest.forEach((name, fact) -> all.put(name, fact.value()));
        newest.keySet().stream()
                .filter(name -> name.endsWith("_opt_in"))
                .forEach(name -> all.put(name, String.valueOf(mayBeWrittenTo(name))));
        eligible(all, "email", "email_opt_in", "email_eligible");
        eligible(all, "phone", "sms_opt_in", "sms_eligible");
        totals(all);
        return all;
    }

    private static boolean wins(Fact a, Fact b) {
        if (a.time() != b.time()) {
            return a.time() > b.time();
        }
        return a.value().compareTo(b.value()) > 0;
    }

    /** An opt-out beats whatever opt-in is not clearly later than it. */
    private boolean mayBeWrittenTo(String consent) {
        long in = Long.MIN_VALUE;
        long out = Long.MIN_VALUE;
        for (Fact fact : facts) {
            if (fact.name().equals(consent) && fact.value().equals("true")) {
                in = Math.max(in, fact.time());
            } else if (fact.name().equals(consent)) {
                out = Math.max(out, fact.time());
            }
        }
        return in > Long.MIN_VALUE && (out == Long.MIN_VALUE || in > out + SKEW);
    }

    private static void eligible(
            TreeMap<String, String> all, String channel, String consent, String eligible) {
        if (all.containsKey(consent)) {
            boolean may = all.containsKey(channel) && all.get(consent).equals("true");
            all.put(eligible, String.valueOf(may));
        }
    }

    private void totals(TreeMap<String, String> all) {
        long count = 0;
        long value = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (String order : orders.keySet()) {
            if (counts(order)) {
                count++;
                value += net(order);
                first = Math.min(first, timeOf(order));
                last = Math.max(last, timeOf(order));
            }
        }
        if (count > 0) {
            all.put("orders_count", String.valueOf(count));
            all.put("lifetime_value", String.valueOf(value));
            all.put("first_order_date", String.valueOf(Math.floorDiv(first, 1000L)));
            all.put("last_order_date", String.valueOf(Math.floorDiv(last, 1000L)));
        }
    }
}
