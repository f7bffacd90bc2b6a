package io.backstitch.cli.scenario;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code inputs:}: short forms, raw records, and repetitions of either. */
final class InputParser {
    static final Set<String> FIELDS =
            Set.of(
                    "as",
                    "mparticle",
                    "order",
                    "topic",
                    "arrives",
                    "key",
                    "json",
                    "text",
                    "base64",
                    "again",
                    "replay");
    private static final List<String> KINDS =
            List.of("mparticle", "order", "topic", "again", "replay");
    private static final String ALL = "all";

    private final Moments moments;
    private final MparticleShort mparticle;
    private final OrderShort orders;
    private final Faults faults;

    /** Those with a name, for repetitions. */
    private final Map<String, Tree> trees = new LinkedHashMap<>();

    private final Map<String, Input> named = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Input> inputs = new ArrayList<>();
    private int uploads;

    InputParser(
            Moments moments,
            Basket basket,
            String mparticleTopic,
            String ordersTopic,
            Faults faults) {
        this.moments = moments;
        this.mparticle = new MparticleShort(moments, basket, mparticleTopic, faults);
        this.orders = new OrderShort(moments, basket, ordersTopic);
        this.faults = faults;
    }

    /** In the order of arrival; of those at the same time the first in the file, 1 ms apart. */
    List<Input> read(List<Tree> list) {
        for (int i = 0; i < list.size(); i++) {
            read(list.get(i), i + 1);
        }
        inputs.sort(Comparator.comparingLong(Input::arrives));
        List<Input> apart = new ArrayList<>();
        long last = Long.MIN_VALUE;
        for (Input input : inputs) {
            last = Math.max(input.arrives(), last + 1);
            apart.add(input.at(last));
        }
        return apart;
    }

    private void read(Tree tree, int number) {
        Form form = Form.of(tree, FIELDS, faults);
        List<String> kinds = new ArrayList<>(KINDS);
        kinds.removeIf(kind -> !form.has(kind));
        if (kinds.size() != 1) {
            faults.add(
                    tree.place(),
                    "expected exactly one of "
                            + String.join(", ", KINDS)
                            + "; found "
                            + (kinds.isEmpty() ? "none" : String.join(" and ", kinds)));
            return;
        }
        Input input =
                switch (kinds.get(0)) {
                    case "mparticle" -> mparticle.expand(form.get("mparticle"), number, 0, null);
                    case "order" ->
                            orders.expand(Form.of(form.get("order"), OrderShort.FIELDS, faults));
                    case "topic" -> raw(form);
                    case "again" -> again(form);
                    default -> {
                        replay(form);
                        yield null;
                    }
                };
        if (input == null) {
            return;
        }
        inputs.add(input);
        String name = form.text("as");
        if (name != null) {
            if (named.put(name, input) != null) {
                form.fault("as", "another input is called so");
            }
            numbers.put(name, number);
            if (form.has("mparticle")) {
                trees.put(name, form.get("mparticle"));
            }
        }
    }

    private Input raw(Form form) {
        Long arrives = moments.read(form, "arrives");
        if (!form.has("arrives")) {
            form.required("arrives");
        }
        String key = form.text("key");
        byte[] value = value(form);
        return arrives == null
                ? null
                : new Input(
                        form.place(),
                        form.text("topic"),
                        arrives,
                        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                        value);
    }

    /** Of json, text and base64 at most one; none is an empty record. */
    private static byte[] value(Form form) {
        if (form.has("json")) {
            return Json.bytes(Json.of(form.get("json")));
        }
        if (form.has("text")) {
            return form.required("text").getBytes(StandardCharsets.UTF_8);
        }
        try {
            return form.has("base64") ? Base64.getDecoder().decode(form.required("base64")) : null;
        } catch (IllegalArgumentException e) {
            form.fault("base64", "cannot be decoded");
            return null;
        }
    }

    /** The same events uploaded again: what the server numbers is new, message ids are not. */
    private Input again(Form form) {
        String name = form.text("again");
        Long arrives = moments.read(form, "arrives");
        if (!form.has("arrives")) {
            form.required("arrives");
        }
        if (!trees.containsKey(name)) {
            form.fault(
                    "again",
                    "no mparticle input above is called '" + name + "' (as: " + name + ")");
            return null;
        }
        return arrives == null
                ? null
                : mparticle.expand(trees.get(name), numbers.get(name), ++uploads, arrives);
    }

    /** The same bytes once more, one input or all so far, as far apart as they were. */
    private void replay(Form form) {
        String name = form.text("replay");
        Long arrives = moments.read(form, "arrives");
        if (!form.has("arrives")) {
            form.required("arrives");
        }
        List<Input> replayed = new ArrayList<>();
        if (ALL.equals(name)) {
            replayed.addAll(inputs);
            replayed.sort(Comparator.comparingLong(Input::arrives));
        } else if (named.containsKey(name)) {
            replayed.add(named.get(name));
        } else {
            form.fault("replay", "no input above is called '" + name + "'; 'all' is all of them");
        }
        if (arrives == null || replayed.isEmpty()) {
            return;
        }
        long shift = arrives - replayed.get(0).arrives();
        for (Input input : replayed) {
            inputs.add(input.at(input.arrives() + shift));
        }
    }
}
