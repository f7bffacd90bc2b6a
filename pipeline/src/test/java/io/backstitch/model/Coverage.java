package io.backstitch.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What situations a history holds. */
public final class Coverage {
    private Coverage() {}

    /** Names of the situations, sorted. */
    public static TreeSet<String> of(History history) {
        TreeSet<String> found = new TreeSet<>();
        Map<String, Set<String>> people = new HashMap<>();
        Map<String, Set<String>> devices = new HashMap<>();
        Set<String> messages = new HashSet<>();
        history.twists().forEach(twist -> found.add("twist " + twist));
        for (History.Slot slot : history.slots()) {
            if (slot.trouble() != History.Trouble.NONE) {
                found.add("restores");
            }
            if (slot.reports().size() > 1) {
                found.add("races");
            }
            for (Report report : slot.reports()) {
                add(found, report, messages);
                String person = report.person();
                if (person == null) {
                    continue;
                }
                for (String level : List.of("anonymous_id", "cart_id", "order_id", "email")) {
                    String address = report.address(level);
                    if (address != null && !address.equals(person)) {
                        people.computeIfAbsent(address, key -> new HashSet<>()).add(person);
                    }
                }
                if (report.ids().containsKey("anonymous_id")) {
                    devices.computeIfAbsent(person, key -> new HashSet<>())
                            .add(report.ids().get("anonymous_id"));
                }
            }
        }
        people.forEach(
                (address, owners) -> {
                    if (owners.size() > 1) {
                        boolean device = address.startsWith("anonymous_id");
                        found.add(device ? "shared devices" : "conflicts");
                    }
                });
        if (devices.values().stream().anyMatch(all -> all.size() > 1)) {
            found.add("two devices");
        }
        return found;
    }

    private static void add(Set<String> found, Report report, Set<String> messages) {
        String person = report.person();
        if (person != null && person.startsWith("email:")) {
            found.add("guests");
        }
        if (report.logout() > 0) {
            found.add("logouts");
        }
        for (Deed deed : report.deeds()) {
            if (!messages.add(deed.id())) {
                found.add("duplicates");
            }
            if (deed.kind() == Deed.Kind.ORDER
                    && report.arrival() - deed.time() > 80 * Moment.MINUTE) {
                found.add("late orders");
            }
            if (deed.kind() == Deed.Kind.REFUND) {
                found.add("refunds");
            }
            if (deed.kind() == Deed.Kind.CANCEL) {
                found.add("cancels");
            }
        }
    }
}
