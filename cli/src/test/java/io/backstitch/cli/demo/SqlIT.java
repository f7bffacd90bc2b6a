package io.backstitch.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.cli.stack.RunFolder;
import io.backstitch.pipeline.job.JobOptions.Sabotage;
import io.backstitch.sandbox.customerio.AcceptedEvent;
import io.backstitch.sandbox.shoppers.Fate;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.sandbox.shoppers.Truth.RecordTruth;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every question in {@code sql/} is asked of the topics of a demo, in the process that asks them
 * for people, and the answers are those of the simulator's ledger of truth where it has one.
 */
class SqlIT {
    private static final Path SQL =
            Path.of(System.getProperty("basedir", ".")).resolve("../sql").normalize();
    private static final long DAY = 86_400_000;

    private static Truth truth;
    private static Set<String> suppressed;
    private static String anOrder;
    private static Map<String, List<JsonNode>> answers;

    @BeforeAll
    static void ask() throws Exception {
        DemoOptions options = new DemoOptions(150, 42, false, Sabotage.NONE, 2, 3);
        try (RunFolder files = RunFolder.create("it");
                DemoRun run = DemoRun.start(options, step -> {}, files.path(), () -> "")) {
            DemoRun.Outcome outcome = run.run();
            assertThat(outcome.allHeld()).as("%s", outcome.verdicts()).isTrue();
            truth = outcome.simulation().truth();
            suppressed = suppressed(outcome);
            anOrder = suppressed.iterator().next();
            answers = answers(run, files.path());
        }
    }

    @AfterAll
    static void forget() {
        truth = null;
        answers = null;
    }

    private static Map<String, List<JsonNode>> answers(DemoRun run, Path files) throws Exception {
        List<Path> questions = new ArrayList<>();
        try (Stream<Path> all = Files.list(SQL)) {
            all.filter(file -> file.toString().endsWith(".sql"))
                    .filter(file -> !file.endsWith("tables.sql"))
                    .sorted()
                    .forEach(questions::add);
        }
        assertThat(questions).hasSizeGreaterThan(10);
        Path output = files.resolve("answers.json");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx1g"));
        command.addAll(List.of("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")));
        command.addAll(List.of("-cp", classPath(), "io.backstitch.sql.SqlRunner"));
        command.addAll(List.of("--tables", SQL.resolve("tables.sql").toString()));
        command.addAll(List.of("--bootstrap", run.parts().broker().bootstrapServers()));
        command.addAll(List.of("--registry", run.parts().registryUrl(), "--format", "json"));
        command.addAll(List.of("--set", "days=1", "--set", "about=" + anOrder));
        questions.forEach(question -> command.add(question.toString()));
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        Map<String, List<JsonNode>> answers = new LinkedHashMap<>();
        ObjectMapper json = new ObjectMapper();
        try (JsonParser arrays = json.createParser(output.toFile())) {
            for (Path question : questions) {
                List<JsonNode> rows = new ArrayList<>();
                json.<JsonNode>readTree(arrays).forEach(rows::add);
                answers.put(question.getFileName().toString().replace(".sql", ""), rows);
            }
            assertThat(arrays.nextToken()).as("the end").isNull();
        }
        return answers;
    }

    /** As the launcher makes it: the module's classes and what it runs with. */
    private static String classPath() throws IOException {
        Path target = SQL.resolve("target");
        return target.resolve("classes")
                + System.getProperty("path.separator")
                + Files.readString(target.resolve("classpath.txt")).strip();
    }

    @Test
    void whatWasDeliveredPerHourIsWhatCameInPerHour() {
        Map<String, Long> expected = new TreeMap<>();
        for (EventTruth event : truth.events()) {
            boolean delivered =
                    event.fate() == Fate.DELIVERED || event.fate() == Fate.DELIVERED_ANONYMOUS;
            if (delivered && !"order_completed".equals(event.contractName())) {
                String hour = Instant.ofEpochMilli(event.arrivals().get(0)).toString();
                expected.merge(
                        hour.substring(0, 13).replace('T', ' ') + ":00 " + event.contractName(),
                        1L,
                        Long::sum);
            }
        }
        Set<String> clientNames = new HashSet<>();
        truth.events().forEach(event -> clientNames.add(event.contractName()));
        clientNames.remove("order_completed");
        Map<String, Long> found = new TreeMap<>();
        long orders = 0;
        for (JsonNode row : answers.get("deliveries_by_hour")) {
            String name = row.get("event_name").asText();
            long delivered = row.get("delivered").asLong();
            orders += name.equals("order_completed") ? delivered : 0;
            if (clientNames.contains(name) && delivered > 0) {
                found.put(row.get("hour_utc").asText() + " " + name, delivered);
            }
            assertThat(row.get("refused").asLong()).isZero();
        }

        assertThat(found).isEqualTo(expected);
        assertThat(orders).isEqualTo(truth.orders().size());
    }

    @Test
    void lateOrdersNameThoseThatSuppressedAMail() {
        Set<String> avoided = new TreeSet<>();
        for (JsonNode row : answers.get("late_orders")) {
            OrderTruth order = truth.order(row.get("order_id").asText());
            long late = row.get("late_minutes").asLong();
            assertThat(Instant.parse(row.get("heard_of").asText()).toEpochMilli())
                    .isCloseTo(order.placedAt() + late * 60_000, within(120_000L));
            if (!row.get("mail_avoided").isNull()) {
                avoided.add(order.orderId());
            }
        }
        assertThat(avoided).isEqualTo(suppressed).isNotEmpty();
    }

    /** As Customer.io was told, and as truth allows: what was answered in time needs no answer. */
    private static Set<String> suppressed(DemoRun.Outcome outcome) {
        Set<String> orders = new TreeSet<>();
        for (AcceptedEvent event : outcome.sandbox().events()) {
            if (event.activity().name().equals("cart_recovery_suppressed")) {
                String cart = event.activity().attributes().text("cart_id");
                assertThat(truth.cart(cart).suppressed()).as(cart).isTrue();
                orders.add(truth.cart(cart).orderId());
            }
        }
        return orders;
    }

    @Test
    void driftIsWhatTheContractRefused() {
        Map<String, Long> expected = new TreeMap<>();
        for (EventTruth event : truth.events()) {
            if (event.fate() == Fate.DEAD_LETTER) {
                expected.merge(event.reason(), (long) event.arrivals().size(), Long::sum);
            }
        }
        Map<String, Long> found = new TreeMap<>();
        for (JsonNode row : answers.get("drift")) {
            if (!row.get("decision").asText().equals("quarantined")) {
                continue;
            }
            found.merge(row.get("reason").asText(), row.get("times").asLong(), Long::sum);
            assertThat(row.get("source").asText()).isEqualTo("mparticle.batches");
            if (row.get("reason").asText().equals("missing_property")) {
                assertThat(row.get("field").asText()).endsWith("_id");
                assertThat(row.get("found").asText()).isEqualTo("nothing");
            }
        }
        assertThat(found).isEqualTo(expected).containsKeys("unplanned_event", "missing_property");
    }

    @Test
    void ordersReportedTwiceAreComparedInWhatTheySay() {
        Set<String> expected = new TreeSet<>();
        for (OrderTruth order : truth.orders()) {
            if (!order.clientEvents().isEmpty() && reportedByBackend(order)) {
                expected.add(order.orderId());
            }
        }
        Set<String> found = new TreeSet<>();
        for (JsonNode row : answers.get("same_order_twice")) {
            OrderTruth order = truth.order(row.get("order_id").asText());
            found.add(order.orderId());
            assertThat(order.reportedRevenues())
                    .contains(row.get("delivered_minor").asLong(), row.get("other_minor").asLong());
            assertThat(row.get("difference_minor").asLong())
                    .isEqualTo(
                            row.get("other_minor").asLong() - row.get("delivered_minor").asLong());
        }
        assertThat(found).isEqualTo(expected).isNotEmpty();
    }

    private static boolean reportedByBackend(OrderTruth order) {
        for (RecordTruth record : truth.records()) {
            if (order.orderId().equals(record.orderId())
                    && "order_completed".equals(record.contractName())) {
                return true;
            }
        }
        return false;
    }

    @Test
    void revenueCountsEachOrderOncePerSide() {
        long byClients = 0;
        long byBackend = 0;
        for (OrderTruth order : truth.orders()) {
            byClients += order.clientEvents().isEmpty() ? 0 : 1;
            byBackend += reportedByBackend(order) ? 1 : 0;
        }
        long clients = 0;
        long backend = 0;
        for (JsonNode row : answers.get("revenue_client_against_backend")) {
            clients += row.get("client_orders").asLong();
            backend += row.get("backend_orders").asLong();
            assertThat(row.get("currency").asText()).isEqualTo("EUR");
            assertThat(row.get("difference_minor").asLong())
                    .isEqualTo(
                            row.get("client_minor").asLong() - row.get("backend_minor").asLong());
        }
        assertThat(List.of(clients, backend)).containsExactly(byClients, byBackend);
    }

    @Test
    void checkoutsAreKnownHeldOrExpired() {
        Map<String, List<Long>> expected = new HashMap<>();
        for (EventTruth event : truth.events()) {
            if (!"checkout_started".equals(event.contractName())) {
                continue;
            }
            boolean expired = event.fate() == Fate.DELIVERED_ANONYMOUS;
            if (expired || event.fate() == Fate.DELIVERED) {
                expected.merge(event.platform(), List.of(1L, expired ? 1L : 0), SqlIT::sum);
            }
        }
        long held = 0;
        Map<String, List<Long>> found = new HashMap<>();
        for (JsonNode row : answers.get("checkout_stitching")) {
            found.put(
                    row.get("platform").asText(),
                    List.of(row.get("checkouts").asLong(), row.get("expired").asLong()));
            held += row.get("held").asLong();
            // Which of the two depends on what arrives first, within seconds here.
            assertThat(row.get("known").asLong() + row.get("held").asLong())
                    .isEqualTo(row.get("checkouts").asLong() - row.get("expired").asLong());
        }
        assertThat(found).isEqualTo(expected);
        assertThat(held).isPositive();
    }

    private static List<Long> sum(List<Long> a, List<Long> b) {
        List<Long> sum = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            sum.add(a.get(i) + b.get(i));
        }
        return sum;
    }

    @Test
    void silentBuyersAreThoseWhoseLastOrderIsThatOld() {
        Map<String, Long> last = new HashMap<>();
        for (OrderTruth order : truth.orders()) {
            ShopperTruth shopper = truth.shopper(order.shopper());
            if (shopper.identity() == Truth.Identity.ID) {
                last.merge("id:" + shopper.customerId(), order.placedAt(), Math::max);
            }
        }
        int customers = 0;
        for (JsonNode row : answers.get("silent_buyers")) {
            String person = row.get("person").asText();
            if (person.startsWith("id:")) {
                customers++;
                long asOf = Instant.parse(row.get("as_of").asText()).toEpochMilli();
                assertThat(Instant.parse(row.get("last_order").asText()).toEpochMilli())
                        .as(person)
                        .isEqualTo(last.get(person))
                        .isLessThanOrEqualTo(asOf - DAY);
                assertThat(row.get("days_silent").asLong())
                        .isEqualTo((asOf - last.get(person)) / DAY);
            }
        }
        assertThat(customers).isPositive();
    }

    @Test
    void openCartsAreThoseThatNobodyOrdered() {
        long expected = 0;
        for (CartTruth cart : truth.carts()) {
            // Nobody learned whose the others are: neither their order nor a later one closes them.
            boolean known = cart.ownerKnown() > 0;
            boolean ordered = known && cart.orderId() != null;
            for (OrderTruth order : truth.orders()) {
                ordered |=
                        known
                                && order.shopper() == cart.shopper()
                                && order.placedAt() >= cart.lastActivity();
            }
            expected += ordered ? 0 : 1;
        }
        long found = 0;
        for (JsonNode row : answers.get("open_carts")) {
            found += row.get("carts").asLong();
        }
        assertThat(found).isEqualTo(expected).isPositive();
    }

    @Test
    void everythingAboutAnOrderTellsOfItsCartItsReportsAndItsSuppression() {
        List<String> names = new ArrayList<>();
        for (JsonNode row : answers.get("everything_about")) {
            if (row.get("what").asText().equals("receipt")) {
                names.add(row.get("event_name").asText());
            }
        }
        assertThat(names)
                .contains(
                        "add_to_cart",
                        "cart_abandoned",
                        "order_completed",
                        "cart_recovery_suppressed");
    }

    @Test
    void nobodyInTheDemoIsWithoutAChannelAndNoDeviceIsShared() {
        assertThat(answers.get("triggers_without_channel")).isEmpty();
        assertThat(answers.get("refused_links"))
                .allSatisfy(row -> assertThat(row.get("decision").asText()).isEqualTo("REFUSED"));
    }

    @Test
    void theBalanceOfAllInputIsZero() {
        long received = 0;
        for (JsonNode row : answers.get("audit_balance")) {
            received += row.get("received").asLong();
            assertThat(row.get("difference").asLong()).as("%s", row).isZero();
        }
        // Records without events count too, and have no fate in the truth.
        assertThat(received).isGreaterThanOrEqualTo(truth.inputs());
    }
}
