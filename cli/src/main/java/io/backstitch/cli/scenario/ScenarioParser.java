package io.backstitch.cli.scenario;

import io.backstitch.pipeline.ingest.IngestOptions;
import io.backstitch.pipeline.job.KnownOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;

/** Reads a scenario file: YAML, then every field, then the inputs as they are on the wire. */
final class ScenarioParser {
    static final Set<String> FIELDS =
            Set.of("about", "starts", "options", "products", "inputs", "until", "expect");

    private final Path file;
    private final Faults faults = new Faults();

    private ScenarioParser(Path file) {
        this.file = file;
    }

    /**
     * @throws BadScenarioException with all faults of the file, each with line and field
     */
    static Scenario read(Path file) {
        return new ScenarioParser(file).read();
    }

    private Scenario read() {
        Tree tree = null;
        try {
            tree = YamlTree.read(Files.readString(file), faults);
        } catch (IOException e) {
            faults.add(new Tree.Place(1, 1, ""), "the file cannot be read: " + e);
        }
        Scenario scenario = tree == null ? null : scenario(Form.of(tree, FIELDS, faults));
        if (!faults.isEmpty()) {
            throw new BadScenarioException(file, faults.all());
        }
        return scenario;
    }

    private Scenario scenario(Form form) {
        Moments moments = new Moments(starts(form));
        Map<String, String> options = new LinkedHashMap<>();
        Map<String, Tree.Place> places = new LinkedHashMap<>();
        form.table("options").forEach((key, value) -> option(key, value, options, places));
        Basket basket = new Basket(form.table("products"), faults);
        if (!form.has("inputs")) {
            form.required("inputs");
        } else if (form.list("inputs").isEmpty()) {
            form.fault("inputs", "expected at least one input");
        }
        List<Input> inputs =
                new InputParser(
                                moments,
                                basket,
                                topic(options, IngestOptions.MPARTICLE_TOPIC),
                                topic(options, IngestOptions.ORDERS_TOPIC),
                                faults)
                        .read(form.list("inputs"));
        long last = inputs.isEmpty() ? 0 : inputs.get(inputs.size() - 1).arrives();
        Long until = moments.read(form, "until");
        if (until != null && until < last) {
            form.fault("until", "lies before the last input arrives");
        }
        Expected expect = null;
        if (form.has("expect")) {
            expect = new ExpectationParser(moments, faults).read(form.get("expect"));
        } else {
            form.required("expect");
        }
        return new Scenario(
                file,
                title(file),
                form.text("about"),
                moments,
                options,
                places,
                inputs,
                until == null ? last : until,
                expect);
    }

    private static String topic(Map<String, String> options, ConfigOption<String> option) {
        return options.getOrDefault(option.key(), option.defaultValue());
    }

    private LocalDate starts(Form form) {
        String starts = form.text("starts");
        try {
            return starts == null ? Moments.DAY_ONE : LocalDate.parse(starts);
        } catch (DateTimeParseException e) {
            form.fault("starts", "expected a date such as 2026-03-02, found '" + starts + "'");
            return Moments.DAY_ONE;
        }
    }

    /** A list becomes {@code a;b}, fields become {@code a:1,b:2}: as Flink writes them. */
    private void option(
            String key, Tree value, Map<String, String> options, Map<String, Tree.Place> places) {
        Set<String> known = KnownOptions.all().keySet();
        if (!known.contains(key) && !key.startsWith("flink.")) {
            faults.add(value.place(), "no such option" + Faults.nearest(key, known));
        }
        List<String> parts = new ArrayList<>();
        if (value instanceof Tree.Sequence sequence) {
            sequence.items().forEach(item -> parts.add(plain(item)));
            options.put(key, String.join(";", parts));
        } else if (value instanceof Tree.Table table) {
            table.fields().forEach((name, item) -> parts.add(name + ":" + plain(item)));
            options.put(key, String.join(",", parts));
        } else {
            options.put(key, plain(value));
        }
        places.put(key, value.place());
    }

    private String plain(Tree tree) {
        if (tree instanceof Tree.Scalar scalar) {
            return scalar.text();
        }
        faults.add(tree.place(), "expected one value, found " + tree.kind());
        return "";
    }

    /** The file's name is a sentence. */
    private static String title(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('-', ' ');
    }
}
