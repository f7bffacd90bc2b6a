package io.backstitch.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.cli.ExitCodes;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    /** What a shop's plan looks like: events known and new, screens, attributes, identities. */
    private static final String PLAN =
            """
            {"version": 4, "data_plan_id": "shoe_shop", "version_document": {"data_points": [
              {"description": "Looked at a product",
               "match": {"type": "product_action", "criteria": {"action": "view_detail"}},
               "validator": {"type": "json_schema", "definition": {"properties": {"data": {"properties": {
                 "product_action": {"additionalProperties": false, "properties": {
                   "action": {"type": "string"},
                   "products": {"type": "array", "items": {"required": ["id", "price"], "properties": {
                     "id": {"type": "string"}, "price": {"type": "number"},
                     "custom_attributes": {"properties": {"heel_height": {"type": "integer", "minimum": 0}}}
                   }}}}}}}}}}},
              {"description": "", "match": {"type": "product_action", "criteria": {"action": "purchase"}},
               "validator": {"definition": {"properties": {"data": {"properties": {
                 "product_action": {"properties": {
                   "transaction_id": {"type": "string"},
                   "total_amount": {"type": "string"},
                   "gift_wrap": {"type": "boolean"},
                   "products": {"type": "array", "items": {"required": ["width"], "properties": {
                     "id": {"type": "string"}, "width": {"type": ["string", "null"], "enum": ["slim", "wide"]}
                   }}}}},
                 "custom_attributes": {"required": ["shopChannel"], "properties": {
                   "shopChannel": {"type": "string", "pattern": "^[a-z]+$"},
                   "recipient": {"type": "string"},
                   "contact": {"type": "string", "format": "email"}}}}}}}}},
              {"description": "Opened the size guide",
               "match": {"type": "custom_event", "criteria": {"event_name": "Size Guide: opened!", "custom_event_type": "other"}},
               "validator": {"definition": {"properties": {"data": {"properties": {"custom_attributes": {
                 "required": ["brand"], "properties": {
                   "brand": {"type": "string", "description": "Whose sizes."},
                   "openedAt": {"type": "string", "format": "date-time"},
                   "tags": {"type": "array", "items": {"type": "string"}},
                   "shape": {"type": "object"},
                   "Größe": {"type": "number"},
                   "2nd try": {"type": "boolean"}}}}}}}}},
              {"match": {"type": "screen_view", "criteria": {"screen_name": "Lookbook"}}, "validator": {"definition": {}}},
              {"match": {"type": "custom_event", "criteria": {"event_name": "Cart Abandoned"}}, "validator": {}},
              {"match": {"type": "product_impression", "criteria": {}}, "validator": {}},
              {"match": {"type": "session_start", "criteria": {}}, "validator": {}},
              {"match": {"type": "user_identities", "criteria": {}}, "validator": {"definition": {"properties": {"email": {"type": "string"}}}}},
              {"match": {"type": "user_attributes", "criteria": {}}, "validator": {"definition": {
                 "required": ["shoe size"], "properties": {
                 "$FirstName": {"type": "string"}, "shoe size": {"type": "number"},
                 "customer_id": {"type": "string"}, "orders_count": {"type": "integer"}}}}}
            ]}}
            """;

    @TempDir Path folder;
    private Path plan;
    private Path out;

    @BeforeEach
    void write() throws Exception {
        plan = Files.writeString(folder.resolve("plan.json"), PLAN, StandardCharsets.UTF_8);
        out = folder.resolve("contract");
    }

    @Test
    void whatThePlanPlansIsLoadedAsAContract() {
        Running run = new Running("import", plan, "--out", out);

        assertThat(run.code).as(run.err()).isEqualTo(ExitCodes.OK);
        Contract contract = Contract.extendedBy(out);
        EventType guide = event(contract, "size_guide_opened");
        assertThat(guide.doc()).isEqualTo("Opened the size guide");
        assertThat(guide.synonyms()).containsExactly("Size Guide: opened!");
        assertThat(guide.fields())
                .extracting(Field::name)
                .containsExactly("brand", "opened_at", "tags", "gr_e", "p_2nd_try");
        assertThat(field(guide.fields(), "brand").required()).isTrue();
        assertThat(field(guide.fields(), "brand").doc()).isEqualTo("Whose sizes.");
        assertThat(field(guide.fields(), "opened_at").form()).isEqualTo(Form.UNIX_SECONDS);
        assertThat(field(guide.fields(), "tags").form()).isEqualTo(Form.TEXTS);
        assertThat(field(guide.fields(), "gr_e").synonyms()).containsExactly("Größe");
        assertThat(event(contract, "lookbook").fields()).isEmpty();
    }

    @Test
    void whatTheContractHasAlreadyKeepsItsNameAndForm() {
        new Running("import", plan, "--out", out);

        Contract contract = Contract.extendedBy(out);
        EventType viewed = event(contract, "product_viewed");
        assertThat(field(viewed.fields(), "price").required()).isTrue();
        assertThat(field(viewed.fields(), "heel_height").minimum()).isZero();
        EventType order = event(contract, "order_completed");
        assertThat(field(order.fields(), "revenue").form()).isEqualTo(Form.DECIMAL);
        assertThat(field(order.fields(), "gift_wrap").form()).isEqualTo(Form.BOOLEAN);
        assertThat(field(order.fields(), "shop_channel").required()).isTrue();
        assertThat(field(order.fields(), "contact").form()).isEqualTo(Form.EMAIL);
        assertThat(field(order.fields(), "contact").personal()).isTrue();
        assertThat(field(contract.item(), "width").required()).isFalse();
        assertThat(field(contract.profile(), "shoe_size").form()).isEqualTo(Form.DECIMAL);
        assertThat(contract.profile()).extracting(Field::name).doesNotContain("customer_id");
    }

    @Test
    void theVersionMovesAsTheCheckDemands() {
        new Running("import", plan, "--out", out);

        Running check = new Running("check", "--contract", out);

        assertThat(check.out()).contains("version 2.0.0").contains("The version moved as it must");
    }

    @Test
    void whatIsNotCarriedOverIsListed() throws Exception {
        Running run = new Running("import", plan, "--out", out);

        assertThat(run.out())
                .isEqualTo(Files.readString(out.resolve("IMPORT.md")))
                .contains("Data plan shoe_shop, version 4")
                .contains("product's width: enum [\"slim\",\"wide\"] is not checked")
                .contains("product's width: required in this event only")
                .contains("shopChannel: pattern is not checked")
                .contains("recipient: a reserved name")
                .contains("total_amount: stays decimal as in the contract; the plan says string")
                .contains("shape: an object inside")
                .contains("openedAt: a time: leaves as Unix seconds")
                .contains("'Cart Abandoned': cart_abandoned is made by Backstitch")
                .contains("product_impression: promotions and impressions are left out")
                .contains("session_start: an operational type")
                .contains("user_identities: identifiers are no part of the contract")
                .contains("user attribute customer_id: a reserved name")
                .contains("user attribute shoe size: required; a profile is never refused")
                .contains("user attribute orders_count: orders_count is computed by Backstitch")
                .contains("screen views leave as events of their own (lookbook)")
                .contains("normalise.deliver-flagged: order_completed;product_viewed");
    }

    @Test
    void aWholePlanGivesItsNewestVersionOrTheOneAskedFor() throws Exception {
        Files.writeString(
                plan,
                "{\"data_plan_id\":\"p\",\"data_plan_versions\":["
                        + PLAN
                        + ","
                        + PLAN.replace("\"version\": 4", "\"version\": 7")
                        + "]}");

        assertThat(new Running("import", plan, "--out", out).out()).contains("version 7");
        assertThat(
                        new Running(
                                        "import",
                                        plan,
                                        "--plan-version",
                                        4,
                                        "--out",
                                        folder.resolve("four"))
                                .out())
                .contains("version 4");
        Running none =
                new Running("import", plan, "--plan-version", 5, "--out", folder.resolve("five"));
        assertThat(none.code).isEqualTo(ExitCodes.USAGE);
        assertThat(none.err()).contains("holds no version 5");
    }

    @Test
    void whatIsNoPlanIsOneMessage() throws Exception {
        Path text = Files.writeString(folder.resolve("text.json"), "{\n\"a\": oops}");
        Path other = Files.writeString(folder.resolve("other.json"), "{\"a\":1}");
        Path full = Files.createDirectories(folder.resolve("full"));
        Files.writeString(full.resolve("mine.avsc"), "{}");

        assertThat(new Running("import", text, "--out", out).err()).contains("not JSON, at line 2");
        assertThat(new Running("import", other, "--out", out).err())
                .contains("is no version of a data plan");
        assertThat(new Running("import", folder.resolve("no"), "--out", out).err())
                .contains("cannot be read");
        Running over = new Running("import", plan, "--out", full);
        assertThat(over.code).isEqualTo(ExitCodes.USAGE);
        assertThat(over.err()).contains("is not empty; nothing there is overwritten");
        assertThat(new Running("import", plan, "--out", text).err()).contains("is a file");
        assertThat(out).doesNotExist();
    }

    /** Whatever is in the file: one message, or a contract that loads. */
    @Test
    void mutatedPlansNeverBreakTheContract() throws Exception {
        ObjectMapper json = new ObjectMapper();
        int loaded = 0;
        String compact = json.readTree(PLAN).toString();
        for (int seed = 0; seed < 150; seed++) {
            String mutated = mutated(compact, new Random(seed));
            Files.writeString(plan, mutated, StandardCharsets.UTF_8);
            Path target = folder.resolve("out" + seed);

            Running run = new Running("import", plan, "--out", target);

            assertThat(run.err()).as("seed " + seed).doesNotContain("\tat ");
            if (run.code == ExitCodes.OK) {
                Contract.extendedBy(target);
                loaded++;
            } else {
                assertThat(run.code).as("seed " + seed).isEqualTo(ExitCodes.USAGE);
            }
        }
        assertThat(loaded).as("plans that could still be read").isPositive();
    }

    private static String mutated(String plan, Random random) {
        List<String> junk =
                List.of(
                        "null",
                        "\"\"",
                        "[]",
                        "{}",
                        "7",
                        "\"checkout\"",
                        "\"id\"",
                        "\"!\"",
                        "\"é\"");
        String[] tokens = plan.split("(?<=[:,\\[\\]{}])|(?=[:,\\[\\]{}])");
        for (int i = 0; i < 6; i++) {
            int at = random.nextInt(tokens.length);
            if (tokens[at].length() > 1) {
                tokens[at] = junk.get(random.nextInt(junk.size()));
            }
        }
        return String.join("", tokens);
    }

    private static EventType event(Contract contract, String name) {
        return contract.events().stream()
                .filter(e -> e.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    private static Field field(List<Field> fields, String name) {
        return fields.stream().filter(f -> f.name().equals(name)).findAny().orElseThrow();
    }
}
