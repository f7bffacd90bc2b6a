package io.backstitch.cli.preflight;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What is asked before journeys are built: the points of the checklist, in its order. */
enum Point {
    IDENTIFIER(
            "Primary identifier",
            "One primary identifier, on web, app and backend",
            0.5,
            "records that name a known customer without the primary identifier",
            "Let every source send the customer's id from the moment it is known; check what logs"
                    + " in, and the backend's order record."),
    CHANNELS(
            "Email and phone",
            "Email and phone are mapped, phone is E.164",
            2,
            "addresses and numbers that cannot be brought into their form",
            "Send phone numbers with their prefix, or with the person's country; or set"
                    + " normalise.default-region."),
    CONSENT(
            "Consent",
            "Consent is there for everybody who may be written to",
            5,
            "people of whom nobody has stated consent to email",
            "Send email_opt_in (and sms_opt_in) with the profile, also when it is false. What"
                    + " unknown means is eligibility.unknown in configuration.md."),
    NAMES(
            "Event names",
            "Event names are final",
            0.5,
            "events under a name that nobody planned",
            "Add the spelling as a synonym in the contract, plan the event, or stop sending it."),
    PROPERTIES(
            "Required properties",
            "Events have what journeys need of them",
            0.5,
            "events that lack a required property, or have it in another form",
            "The source must send it; until it does, these events reach nobody."),
    STITCHING(
            "Anonymous to known",
            "Browse, login and purchase become one history; checkout comes after login",
            10,
            "checkouts before anybody knew whose they were",
            "Ask for the email, or log in, before the checkout: a checkout of nobody starts no"
                    + " journey until its person is known."),
    PURCHASES(
            "Backend purchases",
            "The backend reports every order, in time",
            1,
            "orders that the backend did not report, or only after their cart was announced",
            "Let the order system write every order to Kafka when it is placed, or raise"
                    + " carts.abandon-after and carts.grace beyond its lateness."),
    PATHS(
            "One path in",
            "Each kind of event comes in by one path",
            0.5,
            "orders and events that come in by two paths",
            "They are delivered once, but say which path counts: choose one source for each kind"
                    + " of event."),
    PERSON(
            "The right person",
            "What somebody does lands on that person",
            0.1,
            "addresses and orders that are two people's",
            "Look at the identity audit for the decisions: ./backstitch trace; two people with one"
                    + " address are usually a shared or placeholder address.");

    final String title;
    final String promise;
    final double limit;
    final String counted;
    final String advice;

    Point(String title, String promise, double limit, String counted, String advice) {
        this.title = title;
        this.promise = promise;
        this.limit = limit;
        this.counted = counted;
        this.advice = advice;
    }

    /**
     * Limits as options write them: point and percent.
     *
     * @throws IllegalArgumentException with a sentence if one cannot be meant
     */
    static Map<Point, Double> limits(Map<String, Double> stated) {
        Map<Point, Double> limits = new EnumMap<>(Point.class);
        stated.forEach(
                (name, percent) -> {
                    if (!(percent >= 0 && percent <= 100)) {
                        throw new IllegalArgumentException(
                                "--limit " + name + ": expected 0 to 100 percent");
                    }
                    limits.put(named(name), percent);
                });
        return limits;
    }

    private static Point named(String name) {
        for (Point point : values()) {
            if (point.key().equals(name.toLowerCase(Locale.ROOT))) {
                return point;
            }
        }
        throw new IllegalArgumentException("--limit: there is no point '" + name + "'; see --help");
    }

    /** How options and JSON call it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
