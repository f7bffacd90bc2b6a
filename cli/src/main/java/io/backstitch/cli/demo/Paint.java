package io.backstitch.cli.demo;

/** Colours for a terminal, or none. */
public enum Paint {
    PLAIN,
    COLOURS;

    /** Colours only where a person is watching: on a terminal, unless {@code NO_COLOR} is set. */
    public static Paint forThisTerminal() {
        boolean wanted = System.console() != null && System.getenv("NO_COLOR") == null;
        return wanted && !"dumb".equals(System.getenv("TERM")) ? COLOURS : PLAIN;
    }

    String bold(String words) {
        return paint("1", words);
    }

    String dim(String words) {
        return paint("2", words);
    }

    String green(String words) {
        return paint("32", words);
    }

    String red(String words) {
        return paint("31;1", words);
    }

    private String paint(String code, String words) {
        return this == PLAIN ? words : "\u001b[" + code + "m" + words + "\u001b[0m";
    }
}
