package io.backstitch.pipeline.record;

/** Tells ids that are personal data themselves from those that only their shop can read. */
public final class PersonalIds {
    private static final int SHORTEST_NUMBER = 7;

    private PersonalIds() {}

    /**
     * True for an id that is an email address or a phone number with its prefix: where people are
     * known by phone, or a shop uses addresses as customer ids. It must not be shown in clear.
     */
    public static boolean isAddressOrNumber(String id) {
        return id.indexOf('@') >= 0 || isNumber(id);
    }

    private static boolean isNumber(String id) {
        if (id.length() <= SHORTEST_NUMBER || id.charAt(0) != '+') {
            return false;
        }
        for (int i = 1; i < id.length(); i++) {
            if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
