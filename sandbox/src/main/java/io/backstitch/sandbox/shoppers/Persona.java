package io.backstitch.sandbox.shoppers;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Who a shopper is: data that is unique to it, in the form of the contract and as a person would
 * type it. Nobody real: the domains are reserved for examples.
 *
 * @param index of the shopper in its simulation
 * @param number of the shopper in everything that identifies it
 * @param phone E.164, or null
 * @param phoneTyped the same as the source spells it, or null
 * @param createdAt Unix seconds when the account was made
 * @param createdAtTyped the same as the source spells it: a Long or text
 */
record Persona(
        int index,
        int number,
        String customerId,
        String email,
        String phone,
        String phoneTyped,
        String country,
        String firstName,
        String lastName,
        long createdAt,
        Object createdAtTyped,
        boolean dollarCamelCase,
        boolean customEvents) {
    private static final List<String> FIRST =
            List.of(
                    "Ada",
                    "Grace",
                    "Edsger",
                    "Barbara",
                    "Donald",
                    "Frances",
                    "Tony",
                    "Radia",
                    "Leslie",
                    "Shafi",
                    "Juris",
                    "Lynn",
                    "Ken",
                    "Jean",
                    "Niklaus",
                    "Adele",
                    "J\u00f6rg",
                    "Zo\u00e9",
                    "Mar\u00eda",
                    "Bj\u00f8rn");
    private static final List<String> LAST =
            List.of(
                    "Lovelace",
                    "Hopper",
                    "Dijkstra",
                    "Liskov",
                    "Knuth",
                    "Allen",
                    "Hoare",
                    "Perlman",
                    "Lamport",
                    "Goldwasser",
                    "Hartmanis",
                    "Conway",
                    "Thompson",
                    "Bartik",
                    "Wirth",
                    "Goldberg",
                    "M\u00fcller",
                    "O'Neil",
                    "Garc\u00eda",
                    "\u00c5s");
    private static final List<String> DOMAINS =
            List.of("example.com", "example.org", "example.net");

    static Persona of(int index, int number, Rng rng, Mess mess, MessTally tally) {
        String first = rng.pick(FIRST);
        String last = rng.pick(LAST);
        String email = ascii(first) + "." + ascii(last) + "." + number + "@" + rng.pick(DOMAINS);
        Phone phone = rng.chance(0.75) ? Phone.of(number, rng) : null;
        boolean national = phone != null && rng.chance(mess.rate(MessKind.NATIONAL_PHONE));
        if (national) {
            tally.count(MessKind.NATIONAL_PHONE);
        }
        long created = 1_700_000_000L + rng.between(0, 60_000_000);
        Object typed = created;
        if (rng.chance(mess.rate(MessKind.ATTRIBUTE_DATE))) {
            tally.count(MessKind.ATTRIBUTE_DATE);
            typed =
                    rng.chance(0.5)
                            ? (Object) Instant.ofEpochSecond(created).toString()
                            : (Object) (created * 1000);
        }
        return new Persona(
                index,
                number,
                Integer.toString(1_000_000 + number),
                email,
                phone == null ? null : phone.e164(),
                phone == null ? null : national ? phone.national() : phone.e164(),
                phone == null ? "DE" : phone.country(),
                first,
                last,
                created,
                typed,
                rng.chance(0.4),
                rng.chance(0.5));
    }

    private static String ascii(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "x");
    }

    /** A phone number that passes for a real mobile of its country. */
    private record Phone(String country, String e164, String national) {
        static Phone of(int index, Rng rng) {
            String six = String.format(Locale.ROOT, "%06d", index % 1_000_000);
            return switch (rng.between(0, 3)) {
                case 0 -> new Phone("DE", "+491512" + six + "7", "01512 " + six + "7");
                case 1 -> new Phone("FR", "+33612" + six, "06 12 " + pairs(six));
                case 2 -> new Phone("GB", "+447400" + six, "07400 " + six);
                default ->
                        new Phone(
                                "US",
                                "+14152" + six,
                                "(415) 2" + six.substring(0, 2) + "-" + six.substring(2));
            };
        }

        private static String pairs(String six) {
            return six.substring(0, 2) + " " + six.substring(2, 4) + " " + six.substring(4);
        }
    }
}
