package io.backstitch.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.cli.ExitCodes;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
    private static final String VISIT =
            custom(1, "Store Visited", "\"store_id\":\"s-1\",\"floor\":\"2\"");
    private static final String CART =
            "{\"event_type\":\"commerce_event\",\"data\":{\"source_message_id\":\"m-2\","
                    + "\"timestamp_unixtime_ms\":1795428000000,\"currency_code\":\"EUR\","
                    + "\"product_action\":{\"action\":\"add_to_cart\",\"products\":["
                    + "{\"id\":\"p-1\",\"price\":12.5,\"quantity\":1,\"size\":42}]}}}";
    private static final String SECRET = "ada.lovelace@example.com";

    @TempDir Path folder;
    private Path sample;
    private Path old;
    private Path fresh;

    @BeforeEach
    void write() throws Exception {
        String attributes = "{\"loyalty\":\"7\",\"email\":\"" + SECRET + "\"}";
        sample = folder.resolve("batches.jsonl");
        Files.writeString(
                sample,
                batch(attributes, VISIT, CART)
                        + "\n"
                        + batch(attributes, custom(3, "Nobody Plans This", "\"a\":1"))
                        + "\n{\"broken\n");
        old = folder.resolve("old");
        fresh = folder.resolve("new");
        Running.contract(
                old, "1.2.0", "", Running.required("store_id", "\"string\"", ""), text("floor"));
    }

    @Test
    void theSameContractChangesNothing() {
        Running diff = diff("--old", old, "--new", old);

        assertThat(diff.code).as(diff.err()).isEqualTo(ExitCodes.OK);
        assertThat(diff.out())
                .contains("3 records; old: contract 1.2.0, new: contract 1.2.0")
                .containsPattern("sent +2 +2\n")
                .containsPattern("dead letter +2 +2\n")
                .containsPattern("add_to_cart +1 +1\n")
                .contains("Nothing would change.");
    }

    @Test
    void typesNamesAndPropertiesThatWouldChangeAreCounted() {
        Running.write(fresh, "contract.json", "{\"version\":\"2.0.0\"}");
        Running.event(
                fresh,
                "shop_visited",
                "ShopVisited",
                "\"Store Visited\"",
                Running.required("shop_id", "\"string\"", ",\"synonyms\":[\"store_id\"]"),
                Running.optional("floor", "\"long\"", ""));

        Running diff = diff("--old", old, "--new", fresh);

        assertThat(diff.out())
                .containsPattern("shop_visited +0 +1\n")
                .containsPattern("store_visited +1 +0\n")
                .contains("Store Visited: store_visited -> shop_visited")
                .contains("shop_visited.floor: text -> number")
                .contains("shop_visited.shop_id: absent -> text")
                .contains("shop_visited.store_id: text -> absent");
    }

    @Test
    void anEventThatWouldBeRefusedShowsItsOtherFate() {
        Running.contract(
                fresh,
                "2.0.0",
                "",
                Running.required("store_id", "\"string\"", ""),
                Running.required("visitor", "\"string\"", ""));

        Running diff = diff("--old", old, "--new", fresh);

        assertThat(diff.out())
                .contains("1  Store Visited: sent -> dead letter (missing_property visitor)")
                .containsPattern("sent +2 +1\n");
    }

    @Test
    void aConfigurationIsComparedLikeAContract() throws Exception {
        Path strict = Files.writeString(folder.resolve("strict.yaml"), "{}\n");
        Path easy =
                Files.writeString(
                        folder.resolve("easy.yaml"),
                        "normalise.unplanned-events: pass\nnormalise.unknown-properties: drop\n"
                                + "normalise.unknown-attributes: drop\n");

        Running diff = diff("--config", strict, "--config", easy);

        assertThat(diff.code).as(diff.err()).isEqualTo(ExitCodes.OK);
        assertThat(diff.out())
                .contains("Nobody Plans This: dead letter (unplanned_event) -> sent")
                .contains("add_to_cart.items[].size: number -> absent")
                .contains("2  profile.loyalty: text -> absent");
    }

    @Test
    void aLegacyNameIsSeenAsTheNameThatWouldBeSent() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain.yaml"), "{}\n");
        Path legacy =
                Files.writeString(
                        folder.resolve("legacy.yaml"),
                        "normalise.legacy-names.add_to_cart: Added To Cart\n");

        Running diff = diff("--config", plain, "--config", legacy);

        assertThat(diff.out()).contains("add_to_cart -> Added_To_Cart");
    }

    @Test
    void programsGetTheSameAsJson() throws Exception {
        Running.contract(fresh, "2.0.0", "", Running.required("store_id", "\"string\"", ""));

        Running diff = diff("--old", old, "--new", fresh, "--format", "json");

        JsonNode root = new ObjectMapper().readTree(diff.out());
        assertThat(root.path("records").asInt()).isEqualTo(3);
        assertThat(root.path("contract").path("new").asText()).isEqualTo("2.0.0");
        assertThat(root.path("ends").path("dead_letter").path("old").asInt()).isEqualTo(2);
        assertThat(root.path("events").path("store_visited").path("new").asInt()).isEqualTo(1);
        assertThat(root.path("fates")).isEmpty();
    }

    @Test
    void noValueIsShownEvenIfItIsWhatDiffers() {
        Running.contract(
                old, "1.2.0", "", Running.required("store_id", "\"string\"", ""), text("floor"));
        Running.contract(
                fresh,
                "1.2.0",
                "",
                Running.required("store_id", "\"string\"", ",\"cio\":\"text\""),
                Running.optional("floor", "\"string\"", ",\"cio\":\"order_id\""));
        Running.write(
                folder,
                "batches.jsonl",
                batch(
                        "{}",
                        custom(
                                1,
                                "Store Visited",
                                "\"store_id\":\"" + SECRET + "\",\"floor\":\"#77123\"")));

        Running diff = diff("--old", old, "--new", fresh);

        assertThat(diff.out())
                .contains("store_visited.floor: another value (text)")
                .doesNotContain(SECRET)
                .doesNotContain("77123");
    }

    @Test
    void whatCannotBeComparedIsOneMessage() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "normalise.screens: maybe\n");
        String file = "mparticle.batches=" + sample;

        assertThat(refused("diff", "--file", file)).contains("what is to be compared?");
        assertThat(refused("diff", "--file", file, "--new", folder.resolve("no")))
                .contains("is no directory");
        assertThat(refused("diff", "--file", "x", "--new", old)).contains("expected TOPIC=FILE");
        assertThat(refused("diff", "--file", "mparticle.batches=/no", "--new", old))
                .contains("cannot be read");
        assertThat(refused("diff", "--file", "elsewhere=" + sample, "--new", old))
                .contains("reads no topic 'elsewhere'");
        assertThat(refused("diff", "--file", file, "--config", bad, "--config", bad))
                .contains("maybe");
        assertThat(refused("diff", "--new", old)).contains("--file");
        assertThat(new Running("diff", "--help").out())
                .contains("names and types, never values", "--config", "--old", "--new");
    }

    private Running diff(Object... args) {
        Object[] all = new Object[args.length + 3];
        all[0] = "diff";
        all[1] = "--file";
        all[2] = "mparticle.batches=" + sample;
        System.arraycopy(args, 0, all, 3, args.length);
        return new Running(all);
    }

    private static String refused(Object... args) {
        Running diff = new Running(args);
        assertThat(diff.code).as(diff.err()).isEqualTo(ExitCodes.USAGE);
        assertThat(diff.err()).doesNotContain("\tat ");
        return diff.err();
    }

    private static String text(String name) {
        return Running.optional(name, "\"string\"", "");
    }

    private static String custom(int number, String name, String attributes) {
        return "{\"event_type\":\"custom_event\",\"data\":{\"source_message_id\":\"m-"
                + number
                + "\",\"timestamp_unixtime_ms\":1795428000000,\"event_name\":\""
                + name
                + "\",\"custom_attributes\":{"
                + attributes
                + "}}}";
    }

    private static String batch(String attributes, String... events) {
        return "{\"environment\":\"production\",\"mpid\":\"77\",\"timestamp_unixtime_ms\":1795428001000,"
                + "\"user_identities\":[{\"identity_type\":\"customer_id\",\"identity\":\"42\"}],"
                + "\"user_attributes\":"
                + attributes
                + ",\"events\":["
                + String.join(",", events)
                + "]}";
    }
}
