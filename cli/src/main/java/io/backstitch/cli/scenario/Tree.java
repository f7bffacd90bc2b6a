package io.backstitch.cli.scenario;

import java.util.List;
import java.util.Map;

/** A YAML value that knows where it stands. */
sealed interface Tree {
    Place place();

    /**
     * A position in a file.
     *
     * @param line from 1
     * @param column from 1
     * @param path the fields that lead here, e.g. {@code inputs[2].mparticle.at}
     */
    record Place(int line, int column, String path) {}

    /** Fields in the order of the file. */
    record Table(Place place, Map<String, Tree> fields) implements Tree {}

    record Sequence(Place place, List<Tree> items) implements Tree {}

    /**
     * @param value null, Boolean, BigDecimal or String, by the rules of YAML 1.2
     * @param text as written
     */
    record Scalar(Place place, Object value, String text) implements Tree {}

    default String kind() {
        if (this instanceof Table) {
            return "fields";
        }
        if (this instanceof Sequence) {
            return "a list";
        }
        Object value = ((Scalar) this).value();
        if (value == null) {
            return "nothing";
        }
        return value instanceof Boolean
                ? "true or false"
                : value instanceof String ? "text" : "a number";
    }

    static boolean isNull(Tree tree) {
        return tree instanceof Scalar scalar && scalar.value() == null;
    }
}
