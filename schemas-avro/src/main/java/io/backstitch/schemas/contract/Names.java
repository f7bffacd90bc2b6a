package io.backstitch.schemas.contract;

/** How names are compared: without case, spaces and punctuation. */
public final class Names {
    private static final String COMMERCE = "commerce:";

    private Names() {}

    /** {@code Checkout Started}, {@code checkoutStarted}, {@code CHECKOUT_STARTED} are all one. */
    public static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
                folded.append(Character.toLowerCase(c));
            }
        }
        return folded.toString();
    }

    /**
     * As {@link #fold}, but keeps apart what is a product action ({@code commerce:purchase}) and
     * what is only called so.
     */
    public static String foldEvent(String name) {
        if (name.startsWith(COMMERCE)) {
            return COMMERCE + fold(name.substring(COMMERCE.length()));
        }
        return fold(name);
    }
}
