package io.backstitch.cli.faults;

/** One kind of trouble. */
interface Fault {
    /** Word for {@code --only}. */
    String name();

    /** What happens, for people. */
    String what();

    /** Whether it is part of the short form too. */
    default boolean essential() {
        return false;
    }

    /** How many times the usual number of shoppers it needs. */
    default int crowd() {
        return 1;
    }

    /**
     * Makes trouble while shoppers shop. What is not written when it returns is written then, and
     * whatever is still wrong with the line is healed.
     */
    void happen(Scene scene) throws Exception;
}
