package io.backstitch.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.cli.demo.World.Deed;
import io.backstitch.cli.demo.World.Profile;
import io.backstitch.cli.stack.LocalCluster;
import io.backstitch.cli.stack.RunFolder;
import io.backstitch.pipeline.job.JobOptions.Sabotage;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The same traffic twice: through a job that runs undisturbed, and through one that is stopped with
 * a savepoint in the middle, operations under way, and resumed at another parallelism. Customer.io
 * must hold the same people with the same attributes and the same events under the same ULIDs.
 *
 * <p>Not compared: what by nature depends on when things arrived. That is the order between devices
 * and sources, which of two reports of one order came first, when Customer.io first heard of
 * somebody, and what is said about a cart that its order answered around its deadline.
 */
class SavepointIT {
    private static final int SHOPPERS = 200;
    private static final long SEED = 11;
    private static final Set<String> CUSTOMER_IOS_OWN =
            Set.of("cio_id", "_created_in_customerio_at");

    @Test
    void aStoppedAndResumedJobEndsWhereAnUndisturbedOneDoes() throws Exception {
        try (RunFolder folder = RunFolder.create("it");
                LocalCluster cluster = LocalCluster.start(folder.path().resolve("cluster"), 3)) {
            Map<String, String> undisturbed = run(cluster, 2, 0);
            Map<String, String> resumed = run(cluster, 1, 3);
            assertThat(undisturbed).hasSizeGreaterThan(5 * SHOPPERS);
            assertThat(differences(undisturbed, resumed)).isEmpty();
        }
    }

    private static Map<String, String> differences(
            Map<String, String> undisturbed, Map<String, String> resumed) {
        Map<String, String> differences = new TreeMap<>();
        undisturbed.forEach(
                (fact, value) -> {
                    if (!value.equals(resumed.get(fact))) {
                        differences.put(fact, value + " became " + resumed.get(fact));
                    }
                });
        resumed.forEach(
                (fact, value) -> {
                    if (!undisturbed.containsKey(fact)) {
                        differences.put(fact, "appeared: " + value);
                    }
                });
        return differences;
    }

    private static Map<String, String> run(LocalCluster cluster, int parallelism, int resumed)
            throws Exception {
        DemoOptions options =
                new DemoOptions(SHOPPERS, SEED, false, Sabotage.NONE, parallelism, resumed);
        try (RunFolder files = RunFolder.create("it");
                DemoRun run = DemoRun.start(options, step -> {}, files.path(), () -> "", cluster)) {
            DemoRun.Outcome outcome = run.run();
            assertThat(outcome.allHeld()).as("%s", outcome.verdicts()).isTrue();
            return facts(World.of(outcome.sandbox()), outcome.simulation().truth());
        }
    }

    /** One line per attribute of a person and per event; an event twice is two lines in one. */
    private static Map<String, String> facts(World world, Truth truth) {
        Map<String, String> facts = new TreeMap<>();
        for (Profile profile : world.profiles()) {
            String who = profile.id() == null ? "email " + profile.email() : "id " + profile.id();
            profile.attributes()
                    .forEach(
                            (name, value) -> {
                                if (!CUSTOMER_IOS_OWN.contains(name)) {
                                    facts.put(who + ": " + name, value.toString());
                                }
                            });
            profile.deeds().forEach(deed -> event(who, deed, truth, facts));
        }
        world.anonymous()
                .forEach((id, feed) -> feed.forEach(deed -> event(id, deed, truth, facts)));
        return facts;
    }

    private static void event(String who, Deed deed, Truth truth, Map<String, String> facts) {
        if (deed.isEvent() && !dependsOnArrival(deed, truth)) {
            facts.merge(
                    "event " + deed.ulid(),
                    who + " " + deed.name() + " " + content(deed),
                    (first, again) -> first + " AND " + again);
        }
    }

    private static boolean dependsOnArrival(Deed deed, Truth truth) {
        boolean derived = deed.eventId() != null && deed.eventId().startsWith("cart_");
        CartTruth cart = derived ? truth.cart(deed.text("cart_id")) : null;
        return cart != null && (cart.suppressed() || cart.recovered());
    }

    /** Attributes in the order of their names; of an order only which it is. */
    private static String content(Deed deed) {
        if (deed.name().equals("order_completed")) {
            return deed.text("order_id");
        }
        ObjectNode attributes = (ObjectNode) deed.attributes();
        List<String> content = new ArrayList<>();
        for (String name : new TreeSet<>(names(attributes))) {
            JsonNode value = attributes.get(name);
            content.add(name + "=" + value);
        }
        return content.toString();
    }

    private static List<String> names(ObjectNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
