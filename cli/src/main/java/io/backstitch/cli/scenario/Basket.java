package io.backstitch.cli.scenario;

import io.backstitch.cli.scenario.Tree.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads items: {@code cleanser}, {@code 2 x cleanser}, or all their fields. */
final class Basket {
    static final Set<String> PRODUCT_FIELDS =
            Set.of("product", "sku", "name", "category", "price", "quantity");
    private static final Pattern COUNTED = Pattern.compile("(\\d{1,6}) ?x (.+)");

    /**
     * One line of a basket; everything but the product may be null.
     *
     * @param price decimal, of one piece
     */
    record Line(
            String product,
            String sku,
            String name,
            String category,
            BigDecimal price,
            BigDecimal quantity) {
        Line times(BigDecimal pieces) {
            return new Line(product, sku, name, category, price, pieces);
        }
    }

    private final Map<String, Line> products = new LinkedHashMap<>();
    private final Faults faults;

    /**
     * @param products the scenario's catalogue, by name
     */
    Basket(Map<String, Tree> products, Faults faults) {
        this.faults = faults;
        products.forEach((name, tree) -> this.products.put(name, line(tree, name)));
    }

    List<Line> items(Form form) {
        List<Line> lines = new ArrayList<>();
        for (Tree tree : form.list("items")) {
            Line line = item(tree);
            if (line != null) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** A single product by its name, or null. */
    Line product(Form form) {
        Tree tree = form.get("product");
        return tree == null ? null : item(tree);
    }

    private Line item(Tree tree) {
        if (!(tree instanceof Scalar scalar)) {
            return line(tree, null);
        }
        Matcher counted = COUNTED.matcher(scalar.text());
        boolean isCounted = counted.matches();
        String name = isCounted ? counted.group(2) : scalar.text();
        Line product = products.get(name);
        if (product == null) {
            faults.add(
                    tree.place(),
                    "no product '"
                            + name
                            + "' under products"
                            + Faults.nearest(name, products.keySet()));
            return null;
        }
        return isCounted ? product.times(new BigDecimal(counted.group(1))) : product;
    }

    private Line line(Tree tree, String name) {
        Form form = Form.of(tree, PRODUCT_FIELDS, faults);
        String product = form.text("product");
        if (product == null && name == null) {
            form.required("product");
        }
        BigDecimal quantity = decimal(form, "quantity");
        return new Line(
                product == null ? name : product,
                form.text("sku"),
                form.text("name"),
                form.text("category"),
                decimal(form, "price"),
                quantity == null ? BigDecimal.ONE : quantity);
    }

    private BigDecimal decimal(Form form, String field) {
        Tree tree = form.get(field);
        if (tree == null) {
            return null;
        }
        if (tree instanceof Scalar scalar && scalar.value() instanceof BigDecimal number) {
            return number;
        }
        form.fault(field, "expected a number, found " + tree.kind());
        return null;
    }
}
