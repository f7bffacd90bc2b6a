package io.backstitch.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes a history of acts: who has which devices, carts, orders and addresses, and when all of it
 * arrives. Times are unique, so that nothing hangs on equal ones.
 */
public final class Plot {
    /** Pipeline time between two acts; the first means that both are under way together. */
    static final long[] GAPS = {
        0,
        Moment.MINUTE,
        7 * Moment.MINUTE,
        30 * Moment.MINUTE,
        81 * Moment.MINUTE,
        4 * Moment.HOUR,
        23 * Moment.HOUR,
        27 * Moment.HOUR,
        4 * Moment.DAY
    };

    /** From the deed to its arrival. */
    static final long[] DELAYS = {
        0,
        0,
        2 * Moment.MINUTE,
        40 * Moment.MINUTE,
        100 * Moment.MINUTE,
        5 * Moment.HOUR,
        26 * Moment.HOUR
    };

    private static final long REMEMBERED = 6 * Moment.DAY;

    private final boolean races;
    private final Set<Twist> twists;
    private final int[] styles;
    private final List<History.Slot> slots = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    private final List<Long> firstArrivals = new ArrayList<>();
    private List<Report> open = new ArrayList<>();
    private long clock = Moment.START;

    private Plot(boolean races, Set<Twist> twists, int[] styles) {
        this.races = races;
        this.twists = twists;
        this.styles = styles;
    }

    /**
     * The history that acts make.
     *
     * @param styles per shopper, what sources know: 0 as the act says, 1 never a customer id, 2
     *     nothing of somebody who looks around, always on one device
     */
    public static History of(List<Act> acts, boolean races, Set<Twist> twists, int... styles) {
        // What settles at the same moment is under way together, as in any race.
        Plot plot = new Plot(races || twists.contains(Twist.SETTLE), twists, styles);
        acts.forEach(plot::play);
        plot.end(Moment.MINUTE, History.Trouble.NONE);
        for (long rest : new long[] {2 * Moment.HOUR, 28 * Moment.HOUR, 10, 900 * Moment.DAY}) {
            plot.end(rest, History.Trouble.NONE);
        }
        return new History(plot.races, twists, plot.slots);
    }

    private void end(long after, History.Trouble trouble) {
        clock += after;
        slots.add(new History.Slot(List.copyOf(open), clock, trouble));
        open = new ArrayList<>();
    }

    private void play(Act act) {
        if (act.what() == Act.What.RESTART || act.what() == Act.What.CRASH) {
            end(Moment.MINUTE, History.Trouble.valueOf(act.what().name()));
            return;
        }
        if (!open.isEmpty() && (!races || act.gap() > 0)) {
            end(Math.max(1000, GAPS[act.gap()]), History.Trouble.NONE);
        } else if (act.gap() > 0) {
            clock += GAPS[act.gap()];
        }
        Report report = act.what() == Act.What.UPLOAD_AGAIN ? again(act) : report(act);
        if (report != null && firstArrivals.size() == reports.size()) {
            firstArrivals.add(clock);
        }
        if (report != null) {
            reports.add(report);
            open.add(report);
        }
    }

    /** An earlier report of a client, with another batch around it. */
    private Report again(Act act) {
        if (reports.isEmpty()) {
            return null;
        }
        int which = (act.product() * 7 + act.order() * 3 + act.gap()) % reports.size();
        Report one = reports.get(which);
        if (clock - firstArrivals.get(which) > REMEMBERED) {
            return null; // nobody promises to recognise it
        }
        firstArrivals.add(firstArrivals.get(which));
        return new Report(
                reports.size(),
                one.backend(),
                one.ids(),
                clock + open.size(),
                one.logout(),
                one.deeds(),
                one.facts());
    }

    private Report report(Act told) {
        Act act = told;
        if (styles[told.shopper()] == 2 && !isBackend(told) && !isAboutMe(told)) {
            act = told.lookingAround();
        }
        if (twists.contains(Twist.SETTLE) && !isBackend(act)) {
            act = act.unguessed();
        }
        int number = reports.size();
        long arrival = clock + open.size();
        long time = clock - DELAYS[act.delay()] - 3L * number - 3;
        TreeMap<String, String> ids = ids(act);
        boolean backend = isBackend(act);
        List<Fact> facts = new ArrayList<>();
        if (ids.containsKey("email")) {
            facts.add(new Fact("email", '"' + ids.get("email") + '"', time));
        }
        if (act.what() == Act.What.CONSENT && ids.keySet().stream().anyMatch(this::isPerson)) {
            facts.add(new Fact("email_opt_in", act.product() == 1 ? "false" : "true", time));
        }
        if (act.what() == Act.What.LOGIN && act.product() == 2 && ids.containsKey("customer_id")) {
            facts.add(new Fact("phone", "\"+4930" + (100000 + act.shopper()) + '"', time));
            facts.add(new Fact("sms_opt_in", act.cart() == 0 ? "false" : "true", time));
        }
        long logout = act.what() == Act.What.LOGOUT ? time : 0;
        return new Report(number, backend, ids, arrival, logout, deeds(act, number, time), facts);
    }

    private boolean isPerson(String level) {
        return level.equals("email") || level.equals("customer_id");
    }

    private static boolean isBackend(Act act) {
        return switch (act.what()) {
            case BACKEND_ORDER, ORDER_UPDATE, REFUND, CANCEL -> true;
            default -> false;
        };
    }

    private TreeMap<String, String> ids(Act act) {
        int other = races ? act.shopper() : (act.shopper() + 1) % 3;
        TreeMap<String, String> ids = new TreeMap<>();
        if (!isBackend(act)) {
            ids.put("anonymous_id", device(act));
        }
        if (act.what() == Act.What.THANK_YOU_PAGE || isBackend(act)) {
            ids.put("order_id", "o" + act.shopper() + act.order());
        }
        int as = as(act);
        boolean shops = isBackend(act) || act.what() != Act.What.VIEW && !isAboutMe(act);
        if (shops && act.cart() < (races ? 3 : 2)) {
            // In a race, it must not matter which report of an order names its cart.
            int cart = races && ids.containsKey("order_id") ? act.order() : Math.min(act.cart(), 1);
            boolean everybodys = !races && cart == 0 && twists.contains(Twist.GIFTS);
            String owner = everybodys ? "x" : "" + (act.mix() == 2 ? other : act.shopper());
            ids.put("cart_id", "k" + owner + cart);
        }
        if (as == 1 || as == 2) {
            ids.put("email", "e" + (act.mix() == 3 ? other : act.shopper()) + "@x.org");
        }
        if (as >= 2) {
            ids.put("customer_id", "c" + act.shopper());
        }
        if (twists.contains(Twist.MPIDS) && !isBackend(act)) {
            mpid(act, as, ids);
        }
        return ids;
    }

    private String device(Act act) {
        boolean shared = !races || twists.contains(Twist.SETTLE);
        if (shared && twists.contains(Twist.CROWD) && act.device() == 0) {
            return "dx";
        }
        boolean mixed = shared && act.mix() == 1;
        return "d" + (mixed ? (act.shopper() + 1) % 3 : act.shopper()) + act.device();
    }

    /** Whoever is logged in has one; without a person, that one, the device's, or none. */
    private static void mpid(Act act, int as, TreeMap<String, String> ids) {
        String own = (as == 1 ? "g" : "u") + act.shopper();
        if (as > 0 || act.product() == 1) {
            ids.put("mpid", own);
        } else if (act.product() == 2) {
            ids.put("mpid", "nobody-" + ids.get("anonymous_id"));
        }
    }

    private static boolean isAboutMe(Act act) {
        return act.what() == Act.What.LOGIN
                || act.what() == Act.What.LOGOUT
                || act.what() == Act.What.CONSENT;
    }

    private int as(Act act) {
        if (act.what() == Act.What.LOGOUT) {
            return 0;
        }
        int as = act.as();
        if (as == 0 && (isAboutMe(act) || act.what() == Act.What.BACKEND_ORDER)) {
            as = 2;
        }
        if (styles[act.shopper()] == 1 && as > 0) {
            return 1;
        }
        // In a race, an address and a customer must not meet as strangers.
        return races && as == 3 ? 2 : as;
    }

    private static List<Deed> deeds(Act act, int number, long time) {
        String id = "m" + number;
        String product = "p" + act.product();
        long value = 100L * (number + 1) + 5;
        return switch (act.what()) {
            case VIEW, LOGIN, CONSENT ->
                    act.product() == 3
                            ? List.of(
                                    new Deed(id, Deed.Kind.VIEW, time, product, 1, null),
                                    new Deed(id + "b", Deed.Kind.VIEW, time + 1, "p1", 1, null))
                            : List.of(new Deed(id, Deed.Kind.VIEW, time, product, 1, null));
            case LOGOUT -> List.of();
            case ADD -> List.of(new Deed(id, Deed.Kind.ADD, time, product, 2, null));
            case REMOVE -> List.of(new Deed(id, Deed.Kind.REMOVE, time, product, 1, null));
            case CHECKOUT -> List.of(new Deed(id, Deed.Kind.CHECKOUT, time, product, 3, null));
            case THANK_YOU_PAGE, BACKEND_ORDER ->
                    List.of(new Deed(id, Deed.Kind.ORDER, time, product, 1, value));
            case ORDER_UPDATE ->
                    List.of(new Deed(id, Deed.Kind.ORDER_UPDATE, time, product, 1, value));
            case REFUND -> List.of(new Deed(id, Deed.Kind.REFUND, time, product, 1, value / 3));
            case CANCEL -> List.of(new Deed(id, Deed.Kind.CANCEL, time, product, 1, null));
            default -> throw new IllegalStateException(act.toString());
        };
    }
}
