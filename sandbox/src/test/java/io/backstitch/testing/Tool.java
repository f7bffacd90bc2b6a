package io.backstitch.testing;

import java.util.List;

/** A tool that some tests need and Maven cannot bring. */
public enum Tool {
    /** Chromium and its driver, for tests of web pages. */
    BROWSER(
            "browser",
            List.of("chromium", "chromedriver"),
            "apt-get install -y chromium chromium-driver"),

    /** Prometheus' checker of rules and metrics; the package also brings a daemon. */
    PROMTOOL("promtool", List.of("promtool"), "apt-get install -y prometheus");

    private final String label;
    private final List<String> programs;
    private final String install;

    Tool(String label, List<String> programs, String install) {
        this.label = label;
        this.programs = programs;
        this.install = install;
    }

    /** The name used in {@link RequiresTool} and {@code BACKSTITCH_REQUIRE}. */
    public String label() {
        return label;
    }

    /** The programs that make up the tool; all are needed. */
    public List<String> programs() {
        return programs;
    }

    /** The command that installs the tool on Debian and Ubuntu, as root. */
    public String install() {
        return install;
    }

    /**
     * Finds a tool by its name.
     *
     * @throws IllegalArgumentException naming the known tools, if there is none of that name
     */
    public static Tool named(String label) {
        for (Tool tool : values()) {
            if (tool.label.equals(label)) {
                return tool;
            }
        }
        throw new IllegalArgumentException(
                "Unknown tool '" + label + "'. Known tools: browser, promtool.");
    }
}
