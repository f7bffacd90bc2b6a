package io.backstitch.cli.scenario;

import java.util.List;

/**
 * What was expected of one thing and what there is, line by line.
 *
 * @param title whose or what
 */
record Difference(String title, List<Line> lines) {
    /**
     * @param name of the attribute, or the position in a list
     * @param expected for people; empty if nothing was expected
     * @param got for people; empty if there is nothing
     */
    record Line(String name, String expected, String got, boolean same) {}

    int wrong() {
        int wrong = 0;
        for (Line line : lines) {
            wrong += line.same ? 0 : 1;
        }
        return wrong;
    }
}
