package io.backstitch.sandbox.customerio;

import io.backstitch.sandbox.customerio.Identifier.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The people and the unique identifiers that lead to them. Guarded by the workspace's lock. */
final class People {

    private final Map<String, Person> byCioId = new LinkedHashMap<>();
    private final Map<String, Person> byId = new HashMap<>();
    private final Map<String, Person> byEmail = new HashMap<>();

    /** Suppressed identifiers, each with those that were suppressed together with it. */
    private final Map<String, Set<String>> suppressed = new HashMap<>();

    private int created;

    /** The person, or null. */
    Person find(Identifier who) {
        return switch (who.kind()) {
            case CIO_ID -> byCioId.get(who.value());
            case ID -> byId.get(who.key());
            case EMAIL -> byEmail.get(who.key());
            case PHONE, ANONYMOUS -> null;
        };
    }

    Person create(Ticket ticket) {
        // cio_ids look like 12 hexadecimal digits; ours are numbered so that runs are repeatable.
        String cioId = String.format(Locale.ROOT, "%012x", 0x0b0500000000L + ++created);
        Person person = new Person(cioId, ticket);
        byCioId.put(cioId, person);
        return person;
    }

    /**
     * Gives a person an identifier of its own, in place of the one it had. An identifier that leads
     * to somebody already keeps doing so: racing creates are the only way to get there.
     */
    void assign(Person person, Identifier identifier) {
        Map<String, Person> index = identifier.kind() == Kind.ID ? byId : byEmail;
        String old = identifier.kind() == Kind.ID ? person.id : person.email;
        if (old != null) {
            index.remove(new Identifier(identifier.kind(), old).key(), person);
        }
        index.putIfAbsent(identifier.key(), person);
        if (identifier.kind() == Kind.ID) {
            person.id = identifier.value();
        } else {
            person.email = identifier.value();
        }
    }

    /** Takes a person's email away; it is free then. */
    void releaseEmail(Person person) {
        byEmail.remove(new Identifier(Kind.EMAIL, person.email).key(), person);
        person.email = null;
    }

    void remove(Person person) {
        byCioId.remove(person.cioId);
        if (person.id != null) {
            byId.remove(person.id, person);
        }
        if (person.email != null) {
            byEmail.remove(new Identifier(Kind.EMAIL, person.email).key(), person);
        }
    }

    /** Blocks an identifier and, if it led to a person, the others of that person. */
    void suppress(Identifier who, Person person) {
        Set<String> together = new HashSet<>();
        together.add(key(who));
        if (person != null) {
            together.add(key(new Identifier(Kind.CIO_ID, person.cioId)));
            if (person.id != null) {
                together.add(key(new Identifier(Kind.ID, person.id)));
            }
            if (person.email != null) {
                together.add(key(new Identifier(Kind.EMAIL, person.email)));
            }
        }
        together.forEach(key -> suppressed.put(key, together));
    }

    /** Frees an identifier and those suppressed together with it. */
    void unsuppress(Identifier who) {
        suppressed.getOrDefault(key(who), Set.of()).forEach(suppressed::remove);
    }

    boolean isSuppressed(Identifier who) {
        return !suppressed.isEmpty() && suppressed.containsKey(key(who));
    }

    private static String key(Identifier who) {
        return who.kind() + ":" + who.key();
    }

    /** In the order of creation. */
    Collection<Person> all() {
        return byCioId.values();
    }
}
