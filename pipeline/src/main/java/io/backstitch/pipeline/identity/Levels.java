package io.backstitch.pipeline.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;

/**
 * Reads the staircase from the configuration: names, roles, and how Customer.io names the people of
 * each level.
 */
public final class Levels {
    /** Names are operator uids, and keys of identifiers and options. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    private static final String EMAIL = "email";

    /** The levels whose role needs no saying. */
    private static final Map<String, Level.Role> KNOWN =
            new TreeMap<>(
                    Map.of(
                            "anonymous_id",
                            Level.Role.DEVICE,
                            "cart_id",
                            Level.Role.TRANSIENT,
                            "order_id",
                            Level.Role.TRANSIENT,
                            "phone",
                            Level.Role.PERSON,
                            EMAIL,
                            Level.Role.PERSON,
                            "customer_id",
                            Level.Role.PERSON));

    private final String option = IdentityOptions.LEVELS.key();
    private final Workspace workspace;
    private final Map<String, Level.Role> roles = new TreeMap<>(KNOWN);
    private final List<String> faults;

    private Levels(Workspace workspace, List<String> faults) {
        this.workspace = workspace;
        this.faults = faults;
    }

    /**
     * Reads and checks the levels.
     *
     * @param workspace what the workspace can express
     * @param faults takes one sentence per fault
     * @return the levels, lowest first; of use only if there was no fault
     */
    public static List<Level> read(Configuration config, Workspace workspace, List<String> faults) {
        Levels levels = new Levels(workspace, faults);
        List<String> names = config.get(IdentityOptions.LEVELS);
        levels.readRoles(config.get(IdentityOptions.LEVEL_ROLES), names);
        return levels.of(names);
    }

    private void readRoles(List<String> entries, List<String> names) {
        String key = IdentityOptions.LEVEL_ROLES.key();
        for (String line : entries) {
            for (String entry : line.split(",")) {
                int equals = entry.indexOf('=');
                String name = equals < 0 ? entry.strip() : entry.substring(0, equals).strip();
                Level.Role role = equals < 0 ? null : role(entry.substring(equals + 1).strip());
                if (role == null) {
                    faults.add(
                            key
                                    + ": '"
                                    + entry.strip()
                                    + "' is not name=role; roles are device, transient, person");
                } else if (!names.contains(name)) {
                    faults.add(key + ": '" + name + "' is no level of " + option);
                }
                if (role != null) {
                    roles.put(name, role);
                }
            }
        }
    }

    private static Level.Role role(String word) {
        for (Level.Role role : Level.Role.values()) {
            if (role.name().equals(word.toUpperCase(Locale.ROOT))) {
                return role;
            }
        }
        return null;
    }

    private List<Level> of(List<String> names) {
        List<Level> levels = new ArrayList<>();
        Level.Role highest = Level.Role.DEVICE;
        for (String name : names) {
            Level.Role role = roles.get(name);
            if (!NAME.matcher(name).matches()) {
                faults.add(option + ": '" + name + "' must be lower-case letters, digits and _");
            } else if (names.subList(0, levels.size()).contains(name)) {
                faults.add(option + ": '" + name + "' is there twice");
            } else if (role == null) {
                faults.add(
                        option
                                + ": no role is known for '"
                                + name
                                + "'; add "
                                + IdentityOptions.LEVEL_ROLES.key()
                                + ": "
                                + name
                                + "=device, transient or person. Known without: "
                                + String.join(", ", KNOWN.keySet()));
            } else if (role.compareTo(highest) < 0) {
                faults.add(
                        option
                                + ": '"
                                + name
                                + "' stands too high; devices come first, then carts and orders,"
                                + " then what names people");
            } else {
                highest = role;
            }
            levels.add(level(name, role == null ? highest : role));
        }
        if (levels.isEmpty() || !levels.get(levels.size() - 1).isPerson()) {
            faults.add(
                    option + ": the last level must name people, e.g. customer_id, email or phone");
        }
        return levels;
    }

    private Level level(String name, Level.Role role) {
        if (role != Level.Role.PERSON) {
            return new Level(name, role, null);
        }
        String personType = name.equals(EMAIL) ? EMAIL : "id";
        if (!workspace.knows(personType)) {
            faults.add(
                    option
                            + ": '"
                            + name
                            + "' names people by "
                            + personType
                            + ", which a workspace of kind '"
                            + workspace
                            + "' cannot express; leave the level out, or change "
                            + IdentityOptions.WORKSPACE.key());
        }
        return new Level(name, role, personType);
    }
}
