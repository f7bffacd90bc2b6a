package io.backstitch.cli.scenario;

import io.backstitch.cli.scenario.Tree.Place;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads YAML into a {@link Tree}. SnakeYAML (what Jackson's YAML uses, so it is on the class path
 * anyway) only composes nodes here, because it alone says where each value stands; what a plain
 * word means is decided by YAML 1.2, where {@code 12:30} and {@code no} are text.
 */
final class YamlTree {
    private static final Place START = new Place(1, 1, "");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final int MAX_DEPTH = 50;

    private final Faults faults;
    private int depth;

    private YamlTree(Faults faults) {
        this.faults = faults;
    }

    /** The file's content, or null if there are faults of the YAML itself. */
    static Tree read(String text, Faults faults) {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root == null) {
                faults.add(START, "the file is empty; docs/scenarios.md shows what it may hold");
                return null;
            }
            return new YamlTree(faults).tree(root, "");
        } catch (MarkedYAMLException e) {
            Place place = e.getProblemMark() == null ? START : place(e.getProblemMark(), "");
            faults.add(place, "not readable as YAML: " + e.getProblem());
            return null;
        }
    }

    private Tree tree(Node node, String path) {
        Place place = place(node.getStartMark(), path);
        if (++depth > MAX_DEPTH) {
            faults.add(place, "nested too deeply");
            depth--;
            return new Tree.Scalar(place, null, "");
        }
        Tree tree;
        if (node instanceof MappingNode mapping) {
            tree = table(mapping, place);
        } else if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(tree(item, path + "[" + (items.size() + 1) + "]"));
            }
            tree = new Tree.Sequence(place, items);
        } else {
            tree = scalar((ScalarNode) node, place);
        }
        depth--;
        return tree;
    }

    private Tree table(MappingNode mapping, Place place) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place at = place(tuple.getKeyNode().getStartMark(), place.path());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                faults.add(at, "a field's name must be plain text");
                continue;
            }
            String name = key.getValue();
            String path = place.path().isEmpty() ? name : place.path() + "." + name;
            if (fields.put(name, tree(tuple.getValueNode(), path)) != null) {
                faults.add(new Place(at.line(), at.column(), path), "is there twice");
            }
        }
        return new Tree.Table(place, fields);
    }

    private static Tree scalar(ScalarNode node, Place place) {
        String text = node.getValue();
        if (node.getScalarStyle() != ScalarStyle.PLAIN) {
            return new Tree.Scalar(place, text, text);
        }
        Object value =
                switch (text) {
                    case "", "~", "null" -> null;
                    case "true" -> Boolean.TRUE;
                    case "false" -> Boolean.FALSE;
                    default -> NUMBER.matcher(text).matches() ? new BigDecimal(text) : text;
                };
        return new Tree.Scalar(place, value, text);
    }

    private static Place place(Mark mark, String path) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1, path);
    }
}
