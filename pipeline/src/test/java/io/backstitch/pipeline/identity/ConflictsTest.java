package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.Decision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two customers claim one address, or one cart. */
class ConflictsTest {
    private static final String EMAIL = "e@x.org";
    private final Shopper shopper = new Shopper();

    @Test
    void theFirstKeepsTheAddressAndTheSecondIsNeverSentWithIt() throws Exception {
        try (Staircase stairs = new Staircase()) {
            stairs.push(login("m1", at(0), "w", EMAIL, "1"));
            stairs.push(login("m2", at(5), "v", EMAIL, "2"));
            stairs.push(shopper.order("o1", at(9), at(9), "order_id", "o", "email", EMAIL));
            stairs.push(
                    shopper.order(
                            "o2",
                            at(9),
                            at(9),
                            "order_id",
                            "p",
                            "email",
                            EMAIL,
                            "customer_id",
                            "2"));
            assertThat(emails(stairs)).containsExactly("id:1 e@x.org");
            assertThat(stairs.told())
                    .contains(
                            "id:1 order_completed", "id:2 order_completed", "id:2 product_viewed");
            assertThat(stairs.audits)
                    .filteredOn(audit -> audit.getDecision() == Decision.REFUSED)
                    .extracting(audit -> audit.getReason() + " " + audit.getOwner())
                    .containsOnly("owned_by_another 2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymous_id>email", "anonymous_id>customer_id"})
    void theSecondIsNotSentWithItHoweverSlowAWayIs(String slow) throws Exception {
        String[] edge = slow.split(">");
        try (Staircase stairs = new Staircase()) {
            stairs.push(login("m1", at(0), "w", EMAIL, "1"));
            stairs.block(edge[0], edge[1]);
            stairs.push(login("m2", at(5), "v", EMAIL, "2"));
            stairs.open(edge[0], edge[1]);
            assertThat(emails(stairs)).containsExactly("id:1 e@x.org");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymous_id>email", "email>customer_id", "cart_id>customer_id"})
    void theSecondIsNotSentWithItByTheWayOfTheirCartEither(String slow) throws Exception {
        String[] edge = slow.split(">");
        try (Staircase stairs = new Staircase()) {
            stairs.push(login("m1", at(0), "w", EMAIL, "1"));
            stairs.block(edge[0], edge[1]);
            stairs.push(
                    shopper.add(
                            "m2",
                            at(5),
                            "anonymous_id",
                            "v",
                            "cart_id",
                            "k",
                            "email",
                            EMAIL,
                            "customer_id",
                            "2"));
            stairs.open(edge[0], edge[1]);
            assertThat(emails(stairs)).containsExactly("id:1 e@x.org");
        }
    }

    @Test
    void whoIsRefusedAnAddressKeepsTheOneTheyHad() throws Exception {
        try (Staircase stairs = new Staircase()) {
            stairs.push(login("m1", at(0), "w", EMAIL, "1"));
            stairs.push(login("m2", at(5), "v", "own@x.org", "2"));
            stairs.push(login("m3", at(9), "v", EMAIL, "2"));
            assertThat(emails(stairs)).containsExactly("id:1 e@x.org", "id:2 own@x.org");
        }
    }

    @Test
    void theLatestTakesTheAddressOverAndRoutingFollowsAtOnce() throws Exception {
        try (Staircase stairs = new Staircase(Staircase.latestWins())) {
            stairs.push(login("m1", at(0), "w", EMAIL, "1"));
            stairs.push(login("m2", at(5), "v", EMAIL, "2"));
            stairs.push(shopper.order("o1", at(9), at(9), "order_id", "o", "email", EMAIL));
            assertThat(emails(stairs))
                    .as("given back before it is taken over")
                    .containsExactly("id:1 e@x.org", "id:1 null", "id:2 e@x.org taken over");
            assertThat(stairs.told())
                    .contains("id:2 order_completed")
                    .doesNotContain("id:1 order_completed");
            assertThat(stairs.audits)
                    .filteredOn(audit -> "latest_wins".equals(audit.getReason()))
                    .singleElement()
                    .satisfies(
                            audit -> {
                                assertThat(audit.getDecision()).isEqualTo(Decision.LINKED);
                                assertThat(audit.getOwner()).isEqualTo("2");
                            });
        }
    }

    @Test
    void anOlderClaimThatArrivesLateIsRefused() throws Exception {
        try (Staircase stairs = new Staircase(Staircase.latestWins())) {
            stairs.push(login("m2", at(5), "v", EMAIL, "2"));
            stairs.push(login("m1", at(0), "w", EMAIL, "1"));
            assertThat(emails(stairs)).containsExactly("id:2 e@x.org");
        }
    }

    @Test
    void twoWhoSwapTheirAddressesGiveBackTheirsBeforeTheyTakeTheOthers() throws Exception {
        try (Staircase stairs = new Staircase(Staircase.latestWins())) {
            stairs.push(login("m1", at(0), "w", "a@x.org", "1"));
            stairs.push(login("m2", at(0), "v", "b@x.org", "2"));
            stairs.block("anonymous_id", "email");
            stairs.push(login("m3", at(5), "w", "b@x.org", "1"));
            stairs.push(login("m4", at(6), "v", "a@x.org", "2"));
            stairs.open("anonymous_id", "email");
            assertThat(of("id:1", emails(stairs)))
                    .containsExactly("a@x.org", "null", "b@x.org taken over");
            assertThat(of("id:2", emails(stairs)))
                    .containsExactly("b@x.org", "null", "a@x.org taken over");
        }
    }

    @Test
    void whoComesBackToAnAddressOnTheirOldDeviceClaimsItAgain() throws Exception {
        try (Staircase stairs = new Staircase(Staircase.latestWins())) {
            stairs.push(login("m1", at(0), "w", EMAIL, "1"));
            stairs.push(login("m2", at(5), "v", EMAIL, "2"));
            stairs.push(login("m3", at(6), "w", EMAIL, "1"));
            assertThat(emails(stairs)).as("going on with it is no new claim").hasSize(3);
            stairs.push(login("m4", at(7), "w", "other@x.org", "1"));
            stairs.push(login("m5", at(8), "w", EMAIL, "1"));
            assertThat(emails(stairs))
                    .endsWith(
                            "id:1 other@x.org", "id:2 null", "id:1 null", "id:1 e@x.org taken over")
                    .hasSize(7);
        }
    }

    /** What one of two said last about an address does not change with events that say nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAddressThatTwoUsedDoesNotFlipFlop(boolean latestWins) throws Exception {
        IdentitySettings settings = latestWins ? Staircase.latestWins() : Staircase.SETTINGS;
        try (Staircase stairs = new Staircase(settings)) {
            stairs.push(login("m1", at(0), "w", EMAIL, "1"));
            stairs.push(login("m2", at(5), "v", EMAIL, "2"));
            List<String> before = emails(stairs);
            stairs.push(shopper.view("m3", at(6), "anonymous_id", "w"));
            stairs.push(shopper.view("m4", at(7), "anonymous_id", "v"));
            stairs.push(shopper.view("m5", at(8), "anonymous_id", "w"));
            assertThat(emails(stairs)).isEqualTo(before);
            assertThat(of("id:1", views(stairs))).hasSize(3);
            assertThat(of("id:2", views(stairs))).hasSize(2);
        }
    }

    @Test
    void aCartFollowsWhoeverClaimedItLast() throws Exception {
        try (Staircase stairs = new Staircase(Staircase.latestWins())) {
            stairs.push(cart("m1", at(0), "w", "anonymous_id", "w", "customer_id", "1"));
            stairs.push(cart("m2", at(5), "v", "anonymous_id", "v", "customer_id", "2"));
            stairs.push(cart("m3", at(6), "u", "anonymous_id", "u"));
            assertThat(stairs.told()).endsWith("id:2 add_to_cart").doesNotContain("id:2 merge");
        }
    }

    private Bundle cart(String id, long time, String device, String... ids) {
        List<String> all = new ArrayList<>(List.of(ids));
        all.add("cart_id");
        all.add("k");
        return shopper.add(id, time, all.toArray(new String[0]));
    }

    private Bundle login(String id, long time, String device, String email, String customer) {
        return shopper.view(
                id, time, "anonymous_id", device, "email", email, "customer_id", customer);
    }

    /** Every email that was sent, with whose it was. */
    private static List<String> emails(Staircase stairs) {
        List<String> emails = new ArrayList<>();
        for (Operation operation : stairs.operations) {
            String body = new String(operation.body(), StandardCharsets.UTF_8);
            int at = body.indexOf("\"email\":", body.indexOf("\"attributes\""));
            if (operation.kind() != Operation.Kind.EVENT && at > 0) {
                String value = body.substring(at + 8).split("[,}]")[0].replace("\"", "");
                boolean takenOver = operation.kind() == Operation.Kind.TAKE_OVER;
                emails.add(operation.person() + " " + value + (takenOver ? " taken over" : ""));
            }
        }
        return emails;
    }

    private static List<String> views(Staircase stairs) {
        return stairs.told().stream().filter(told -> told.endsWith("product_viewed")).toList();
    }

    private static List<String> of(String person, List<String> told) {
        return told.stream()
                .filter(line -> line.startsWith(person + " "))
                .map(line -> line.substring(person.length() + 1))
                .toList();
    }
}
