package io.backstitch.cli.demo;

/** What Backstitch promises, with the words of the demo. */
public enum Promise {
    P1("One person, one profile"),
    P2("Stitched before it is forwarded"),
    P3("Identify comes first"),
    P4("In order, per person"),
    P5("Once"),
    P6("Names and types are the contract's"),
    P7("A late purchase still suppresses"),
    P8("Nothing is lost silently"),
    P9("It upgrades without forgetting");

    private final String title;

    Promise(String title) {
        this.title = title;
    }

    /** For people. */
    public String title() {
        return title;
    }
}
