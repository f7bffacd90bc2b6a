package io.backstitch.cli.contract;

import java.util.Locale;

/** Contract names for what a data plan calls as it likes. */
final class PlanNames {
    private PlanNames() {}

    /**
     * {@code Landing Button Click} and {@code landingButtonClick} are {@code landing_button_click};
     * empty if no letter or digit of it may stand in a name.
     *
     * @param prefix goes before a name that would begin with a digit
     */
    static String snake(String name, String prefix) {
        String words =
                name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "_")
                        .replaceAll("^_+|_+$", "");
        if (words.isEmpty() || Character.isLetter(words.charAt(0))) {
            return words;
        }
        return prefix + words;
    }

    /** {@code landing_button_click} is {@code LandingButtonClick}. */
    static String pascal(String snake) {
        StringBuilder name = new StringBuilder();
        for (String word : snake.split("_+")) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return name.toString();
    }
}
