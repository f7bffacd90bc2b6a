package io.backstitch.pipeline.balance;

/** What is counted, and the operators between which events go. The names are part of the state. */
public final class Count {
    public static final String RECEIVED = "received";
    public static final String ACCEPTED = "accepted";
    public static final String DUPLICATES = "duplicates";
    public static final String FILTERED = "filtered";
    public static final String DEAD_LETTERS = "dead_letters";

    /** Of the dead letters: accepted after all, when they were replayed. No part of the sum. */
    public static final String REPLAYED = "replayed";

    public static final String HELD = "held";
    public static final String WAITING = "waiting";
    public static final String PENDING = "pending";

    /** The operator in which everything begins. */
    public static final String INGEST = "ingest";

    /** Where nobody's events are delivered. */
    public static final String ANONYMOUS = delivery("anonymous");

    static final String PASSED_ON = "passed_on:";

    private Count() {}

    /** The step of a level. */
    public static String step(String level) {
        return "identity-" + level;
    }

    /** A delivery by what it is called. */
    public static String delivery(String name) {
        return "deliver-" + name;
    }

    /** Events that go to an operator. */
    public static String passedOn(String operator) {
        return PASSED_ON + operator;
    }
}
