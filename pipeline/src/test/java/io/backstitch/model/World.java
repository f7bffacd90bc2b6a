package io.backstitch.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of identity, as slow and plain as they can be said: everything is in one place, every
 * record is dealt with at once, every question is answered by looking at everything.
 *
 * <p>Written from the documentation, not from the pipeline. It takes the arrival schedule, because
 * some outcomes are a function of it.
 */
public final class World {
    private static final long LINK_DAYS = 30 * Moment.DAY;
    private static final int MAX_OWNERS = 3;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Rules rules;
    private final boolean races;
    private final Outcome outcome = new Outcome();
    private long now = UNKNOWN;

    /** Pipeline time as records that arrive find it: after a restart it is not known at once. */
    private long known = UNKNOWN;

    /** Records that wait for what happened before them. */
    private final List<Report> settling = new ArrayList<>();

    /** Who owned a device from when on, and under which mpid that was said; null for nobody. */
    private record Boundary(long time, String owner, String mpid) {}

    private final Map<String, List<Boundary>> devices = new TreeMap<>();

    /** Owners of carts, orders and addresses; since when, if that was asserted. */
    private record Owner(String person, boolean asserted, long since) {}

    private final Map<String, Owner> owners = new TreeMap<>();

    /** What was said last, at the same place about the same; what is said again is no claim. */
    private final Map<String, String> said = new TreeMap<>();

    /** Everybody who was said to own it, and what so many were said to own that nobody does. */
    private final Map<String, Set<String>> tried = new TreeMap<>();

    private final Set<String> shared = new HashSet<>();

    /** Carts and orders that nobody's events were sent on to, by where they came from. */
    private final Map<String, Set<String>> sentOn = new TreeMap<>();

    /** An event that waits for its person, and where. */
    private record Held(String at, Report report, Deed deed) {
        long until(Rules rules) {
            List<Deed> deeds = report.deeds();
            long until =
                    Math.max(
                            deeds.get(deeds.size() - 1).time() + rules.window() + rules.lateness(),
                            report.arrival() + rules.minHold());
            return -Math.floorDiv(-until, Moment.MINUTE) * Moment.MINUTE;
        }
    }

    private final List<Held> held = new ArrayList<>();

    /** What left under a device's anonymous id and was claimed by nobody yet. */
    private record Anonymous(Deed deed, long since) {}

    private final Map<String, List<Anonymous>> anonymous = new TreeMap<>();

    private final Set<String> seen = new HashSet<>();
    private final Map<String, Book> books = new TreeMap<>();
    private final Set<String> completed = new HashSet<>();

    private World(Rules rules, boolean races) {
        this.rules = rules;
        this.races = races;
    }

    /** What becomes of a history. */
    public static Outcome of(History history, Rules rules) {
        World world = new World(rules, history.races());
        for (History.Slot slot : history.slots()) {
            slot.reports().forEach(world::arrive);
            world.clock(slot.end());
            world.known = slot.trouble() == History.Trouble.NONE ? slot.end() : UNKNOWN;
        }
        for (Map.Entry<String, Book> entry : world.books.entrySet()) {
            entry.getValue().tell(world.outcome, world.name(entry.getKey()), history.races());
        }
        world.openQuestions(history.twists().contains(Twist.FOLDING));
        return world.outcome;
    }

    /** A cart that two people shop with is announced to one of them; nobody promises to whom. */
    private void openQuestions(boolean folding) {
        if (folding) {
            outcome.open.add(" cart_"); // of an old order only the figures are kept
            outcome.open.add(" answered ");
        }
        Set<String> carts = new HashSet<>();
        for (Book book : books.values()) {
            for (String cart : book.cartIds()) {
                if (!carts.add(cart)) {
                    leaveOpen(cart);
                }
            }
        }
    }

    private void leaveOpen(String cart) {
        outcome.open.add(" " + cart + "#");
    }

    // ---- a report

    private void arrive(Report report) {
        if (rules.settle() == 0 || isSettled(report, known)) {
            take(report);
        } else {
            settling.add(report);
        }
    }

    private boolean isSettled(Report report, long time) {
        List<Deed> deeds = report.deeds();
        long last = deeds.isEmpty() ? timeOf(report) : deeds.get(deeds.size() - 1).time();
        return last + rules.settle() <= time;
    }

    private static long timeOf(Report report) {
        return report.logout() > 0 ? report.logout() : report.time();
    }

    /** What waited long enough goes on as it happened, behind what happened before it. */
    private void settle(long time) {
        settling.sort(Comparator.comparingLong(World::timeOf).thenComparing(Report::number));
        Set<String> blocked = new HashSet<>();
        for (Report report : List.copyOf(settling)) {
            if (!isSettled(report, time)) {
                blocked.add(report.entry());
            } else if (!blocked.contains(report.entry())) {
                settling.remove(report);
                take(report);
            }
        }
    }

    private void take(Report report) {
        String entry = report.entry();
        List<Deed> fresh = fresh(report, entry);
        if (report.logout() > 0 && isDevice(entry)) {
            boundary(entry, new Boundary(report.logout(), null, null));
        }
        String person = report.person();
        if (person != null) {
            teach(report, entry, person, fresh);
            deliver(person, report, fresh);
            return;
        }
        fresh.forEach(deed -> endByMpid(entry, report, deed));
        for (Deed deed : fresh) {
            String owner = ownerAt(entry, deed.time());
            if (owner != null) {
                claimInferred(report, entry, owner);
                deliver(owner, report, List.of(deed));
            } else {
                wait(report, entry, deed);
            }
        }
    }

    /** Message ids count per entry, source and device. */
    private List<Deed> fresh(Report report, String entry) {
        List<Deed> fresh = new ArrayList<>();
        for (Deed deed : report.deeds()) {
            String source = report.backend() ? "backend" : "client";
            if (seen.add(
                    entry
                            + "|"
                            + source
                            + "|"
                            + report.ids().get("anonymous_id")
                            + "|"
                            + deed.id())) {
                fresh.add(deed);
            } else {
                outcome.add("duplicate message " + deed.id());
            }
        }
        return fresh;
    }

    private void wait(Report report, String entry, Deed deed) {
        String link = report.link();
        if (link == null || link.equals(entry) || (isDevice(entry) && shared.contains(entry))) {
            hold(new Held(entry, report, deed));
            return;
        }
        sentOn.computeIfAbsent(entry, key -> new LinkedHashSet<>()).add(link);
        if (owners.containsKey(link)) {
            deliver(owners.get(link).person(), report, List.of(deed));
        } else {
            hold(new Held(link, report, deed));
        }
    }

    private void hold(Held one) {
        if (shared.contains(one.at())) {
            expire(one, now);
        } else {
            held.add(one);
        }
    }

    // ---- who owns what

    /** The source wrote these identifiers together with the person: they are the person's. */
    private void teach(Report report, String entry, String person, List<Deed> fresh) {
        List<Held> before = List.copyOf(held);
        if (isDevice(entry)) {
            boundary(entry, new Boundary(report.time(), person, report.ids().get("mpid")));
            linkAnonymous(entry, person);
        }
        // The guest's book is handed over before anything is released into it.
        for (String level : List.of("email", "cart_id", "order_id")) {
            String address = report.address(level);
            if (address != null && !address.equals(person) && !address.equals(entry)) {
                claim(entry, address, new Owner(person, true, report.time()), report.arrival());
            }
        }
        if (!isDevice(entry) && !entry.equals(person)) {
            own(entry, new Owner(person, true, report.time()), report.arrival());
        }
        // Where it entered is its device; what that sent on to carts and orders goes with it.
        claimSentOn(entry, new Owner(person, true, report.time()), report.arrival());
        release(entry);
        expectOrder(before, entry, person, fresh);
    }

    private void claimSentOn(String from, Owner owner, long arrival) {
        Set<String> links = sentOn.remove(from);
        if (links != null) {
            links.forEach(link -> claim(from, link, owner, arrival));
        }
    }

    /** Going on with what was said is no claim; coming back to it, or asserting it now, is. */
    private void claim(String from, String address, Owner owner, long arrival) {
        boolean isPerson = isPerson(address);
        String about = from + " about " + (isPerson ? owner.person() : address);
        String says = isPerson ? address : owner.person();
        String before = said.get(about);
        boolean again = (says + " asserted").equals(before);
        if (!again && (owner.asserted() || !says.equals(before))) {
            said.put(about, owner.asserted() ? says + " asserted" : says);
            own(address, owner, arrival);
        }
    }

    /** A known device names a cart or an order: it follows the device's owner, if nobody's yet. */
    private void claimInferred(Report report, String entry, String owner) {
        for (String level : List.of("cart_id", "order_id")) {
            String address = report.address(level);
            if (address != null && !address.equals(entry)) {
                claim(entry, address, new Owner(owner, false, report.time()), report.arrival());
            }
        }
    }

    /** An asserted owner replaces an inferred one, and by {@link Rules#latestWins} an older one. */
    private void own(String address, Owner owner, long arrival) {
        if (shared.contains(address)) {
            return;
        }
        if (owner.asserted()) {
            tried.computeIfAbsent(address, key -> new HashSet<>()).add(owner.person());
        }
        Owner before = owners.get(address);
        boolean same = before != null && before.person().equals(owner.person());
        boolean wins =
                before == null
                        || (owner.asserted() && !before.asserted())
                        || (owner.asserted()
                                && rules.latestWins()
                                && owner.since() > before.since());
        if (wins) {
            owners.put(address, owner);
        }
        if (address.startsWith("email:") && before != null && !same) {
            String email = address.substring("email:".length());
            book(wins ? before.person() : owner.person()).withhold(email);
            if (wins) {
                book(owner.person()).grant(email);
            }
        }
        if (owner.asserted() && tried.get(address).size() > MAX_OWNERS) {
            stopResolving(address);
        } else if (wins && !same && address.startsWith("email:")) {
            handOver(address, owner.person(), arrival);
        } else if (wins && !same) {
            claimSentOn(address, owner, arrival);
            release(address);
        }
    }

    /** Too many people tried to own it: it is nobody's for good, and holds nothing. */
    private void stopResolving(String address) {
        shared.add(address);
        owners.remove(address);
        sentOn.remove(address);
        for (Held one : List.copyOf(held)) {
            if (one.at().equals(address)) {
                held.remove(one);
                expire(one, now);
            }
        }
    }

    private void boundary(String device, Boundary next) {
        List<Boundary> all = devices.computeIfAbsent(device, key -> new ArrayList<>());
        for (Boundary known : all) {
            boolean same = next.owner() == null || next.owner().equals(known.owner());
            if (known.time() == next.time() && same) {
                return;
            }
        }
        if (shared.contains(device)) {
            return;
        }
        all.add(next);
        all.sort(Comparator.comparingLong(Boundary::time));
        if (next.owner() != null && mostOwners(all) > rules.deviceOwners()) {
            all.clear();
            stopResolving(device);
        }
    }

    /** How many people at most began to own a device within some window. */
    private int mostOwners(List<Boundary> all) {
        int most = 0;
        for (Boundary first : all) {
            Set<String> people = new HashSet<>();
            String before = null;
            for (Boundary next : all) {
                boolean begins = next.owner() != null && !next.owner().equals(before);
                long since = next.time() - first.time();
                if (begins && since >= 0 && since <= rules.window()) {
                    people.add(next.owner());
                }
                before = next.owner();
            }
            most = Math.max(most, people.size());
        }
        return most;
    }

    /** Somebody without a name, but under another mpid than the device's owner: that one left. */
    private void endByMpid(String device, Report report, Deed deed) {
        String mpid = report.ids().get("mpid");
        if (mpid == null || !isDevice(device)) {
            return;
        }
        String owner = null;
        String owners = null;
        for (Boundary boundary : devices.getOrDefault(device, List.of())) {
            boolean goesOn = owner != null && owner.equals(boundary.owner());
            if (boundary.time() > deed.time() && !goesOn) {
                break;
            }
            owners = boundary.mpid() != null || !goesOn ? boundary.mpid() : owners;
            owner = boundary.owner();
        }
        if (owner != null && owners != null && !owners.equals(mpid)) {
            boundary(device, new Boundary(deed.time(), null, null));
        }
    }

    /** Whose something at that address and of that time is, or null. */
    private String ownerAt(String address, long time) {
        if (!isDevice(address)) {
            Owner owner = owners.get(address);
            return owner != null ? owner.person() : isPerson(address) ? address : null;
        }
        String current = null;
        for (Boundary boundary : devices.getOrDefault(address, List.of())) {
            if (boundary.time() <= time) {
                current = boundary.owner();
            } else if (current == null && boundary.owner() != null) {
                return boundary.time() - time <= rules.window() ? boundary.owner() : null;
            }
        }
        return current;
    }

    // ---- waiting, and its ends

    private void release(String at) {
        List<Held> here =
                held.stream()
                        .filter(one -> one.at().equals(at))
                        .sorted(Comparator.comparingLong(one -> one.deed().time()))
                        .toList();
        here.forEach(one -> endByMpid(at, one.report(), one.deed()));
        for (Held one : here) {
            String owner = ownerAt(at, one.deed().time());
            if (owner != null) {
                held.remove(one);
                deliver(owner, one.report(), List.of(one.deed()));
            }
        }
    }

    private void clock(long time) {
        now = time;
        settle(time);
        for (Held one : List.copyOf(held)) {
            if (one.until(rules) <= time) {
                held.remove(one);
                expire(one, one.until(rules));
            }
        }
        books.values().forEach(book -> book.clock(time));
    }

    private void expire(Held one, long since) {
        String device = one.report().address("anonymous_id");
        String order = one.report().ids().get("order_id");
        boolean placed = one.deed().kind() == Deed.Kind.ORDER && order != null;
        outcome.add("nobody " + (placed ? "order " + order : "event " + one.deed().id()));
        if (device != null && !shared.contains(device)) {
            anonymous
                    .computeIfAbsent(device, key -> new ArrayList<>())
                    .add(new Anonymous(one.deed(), since));
        }
    }

    /** The device's owner appears: for 30 days, what left anonymously is said to be theirs. */
    private void linkAnonymous(String device, String person) {
        List<Anonymous> all = anonymous.remove(device);
        if (all == null || now - all.get(0).since() > LINK_DAYS) {
            return;
        }
        all.forEach(one -> book(resolve(person)).linked(one.deed().id()));
    }

    // ---- people

    private void deliver(String owner, Report report, List<Deed> deeds) {
        Book book = book(resolve(owner));
        if (resolve(owner).startsWith("email:")) {
            book.isCalled(resolve(owner).substring("email:".length()));
        }
        report.facts().forEach(book::learn);
        deeds.forEach(deed -> book.take(report, deed));
    }

    private String resolve(String person) {
        Owner owner = owners.get(person);
        return owner == null ? person : owner.person();
    }

    private Book book(String person) {
        return books.computeIfAbsent(person, key -> new Book(rules, completed));
    }

    private void handOver(String guest, String person, long arrival) {
        Book book = books.remove(guest);
        if (book != null) {
            Set<String> carts = new HashSet<>();
            book(person).absorb(book, carts);
            carts.forEach(this::leaveOpen);
            book(person).closeAll(arrival);
        }
    }

    private String name(String person) {
        return person.replace("customer_id:", "id:");
    }

    private static boolean isDevice(String address) {
        return address.startsWith("anonymous_id:");
    }

    private static boolean isPerson(String address) {
        return address.startsWith("email:") || address.startsWith("customer_id:");
    }

    /** What waited at the device goes in the order of its time, and before what revealed it. */
    private void expectOrder(List<Held> before, String entry, String person, List<Deed> fresh) {
        if (races) {
            return;
        }
        List<Held> released = new ArrayList<>(before);
        released.removeAll(held);
        released.removeIf(one -> !one.at().equals(entry));
        released.removeIf(one -> !person.equals(ownerAt(entry, one.deed().time())));
        List<String> ids = new ArrayList<>();
        released.stream()
                .sorted(Comparator.comparingLong(one -> one.deed().time()))
                .forEach(one -> ids.add(one.deed().id()));
        if (!fresh.isEmpty()) {
            ids.add(fresh.get(0).id());
        }
        if (ids.size() > 1) {
            outcome.inOrder.add(ids);
        }
    }
}
