package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Disorder of one device's records up to {@code identity.settle} has no effect. */
class SettleTest {
    private static final int SETTLE_MINUTES = 30;
    private static final IdentitySettings SETTLING =
            Settings.with(
                    new IdentitySettings.Rules(
                            SETTLE_MINUTES * 60_000L,
                            true,
                            Map.of(),
                            null,
                            IdentitySettings.Conflicts.FIRST_WINS));

    /** A record and when it arrives. */
    private record Arrival(Bundle bundle, long at) {}

    @Test
    void twoLoginsInAnyOrderGiveWhatSortedInputGives() throws Exception {
        assertThatEveryPermutationIsTheSame(false);
    }

    @Test
    void twoLoginsWithALogoutBetweenInAnyOrderGiveWhatSortedInputGives() throws Exception {
        assertThatEveryPermutationIsTheSame(true);
    }

    private static void assertThatEveryPermutationIsTheSame(boolean logout) throws Exception {
        List<int[]> orders = permutations(logout ? 6 : 5);
        List<String> expected;
        try (Staircase sorted = new Staircase()) {
            for (Bundle bundle : story("w_", logout)) {
                sorted.push(bundle);
            }
            expected = told(sorted, "w_");
        }
        assertThat(expected).hasSize(5);
        try (Staircase stairs = new Staircase(SETTLING)) {
            for (int n = 0; n < orders.size(); n++) {
                List<Bundle> story = story("w" + n + "_", logout);
                for (int i : orders.get(n)) {
                    stairs.push(story.get(i));
                }
            }
            assertThat(stairs.operations).as("everything waits").isEmpty();
            stairs.advance(at(25 + SETTLE_MINUTES));
            for (int n = 0; n < orders.size(); n++) {
                assertThat(told(stairs, "w" + n + "_")).as("order %s", n).isEqualTo(expected);
            }
        }
    }

    @Test
    void anyDisorderUpToTheSettleTimeGivesWhatSortedInputGives() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<Bundle> story = randomStory(random);
            List<Arrival> arrivals = new ArrayList<>();
            for (Bundle bundle : story) {
                long delay = random.nextInt(SETTLE_MINUTES * 60_000);
                arrivals.add(new Arrival(bundle, Holding.timeOf(bundle) + delay));
            }
            arrivals.sort(Comparator.comparingLong(Arrival::at));
            try (Staircase sorted = new Staircase();
                    Staircase stairs = new Staircase(SETTLING)) {
                for (Bundle bundle : story) {
                    sorted.push(bundle);
                }
                for (Arrival arrival : arrivals) {
                    stairs.advance(arrival.at());
                    stairs.push(arrival.bundle());
                }
                stairs.advance(at(60 + SETTLE_MINUTES));
                assertThat(told(stairs, "w")).as("round %s", round).isEqualTo(told(sorted, "w"));
                assertThat(stairs.audits)
                        .noneMatch(audit -> audit.getDecision() == Decision.REVISED);
            }
        }
    }

    @Test
    void whatArrivesSettledDoesNotWait() throws Exception {
        try (Staircase stairs = new Staircase(SETTLING)) {
            stairs.advance(at(SETTLE_MINUTES));
            stairs.push(login("m1", 0, "w", "a"));
            assertThat(stairs.told()).hasSize(1);
            stairs.push(login("m2", 1, "w", "a"));
            assertThat(stairs.told()).hasSize(1);
            stairs.advance(at(SETTLE_MINUTES + 1));
            assertThat(stairs.told()).hasSize(2);
        }
    }

    @Test
    void aDuplicateIsRecognisedWhenItsTurnComesAndLaterRecordsWaitForEarlierOnes()
            throws Exception {
        try (Staircase stairs = new Staircase(SETTLING)) {
            Bundle first = login("m1", 0, "w", "a");
            Bundle second = login("m2", 40, "w", "a");
            Bundle longOne =
                    first.withEvents(List.of(first.events().get(0), second.events().get(0)));
            stairs.push(login("m3", 5, "w", "a"));
            stairs.push(longOne);
            stairs.push(longOne);
            stairs.advance(at(5 + SETTLE_MINUTES));
            assertThat(stairs.told()).as("m1 happened before m3 and is not settled").isEmpty();
            stairs.advance(at(40 + SETTLE_MINUTES));
            assertThat(told(stairs, "w")).containsExactly("a m1", "a m2", "a m3");
            assertThat(stairs.receipts).hasSize(2);
        }
    }

    @Test
    void whatWaitsIsBounded() throws Exception {
        try (Staircase stairs = new Staircase(SETTLING)) {
            for (int i = 0; i < 1001; i++) {
                stairs.push(login("m" + i, i % 20, "w", "a"));
            }
            assertThat(stairs.operations).hasSize(126);
        }
    }

    private static List<Bundle> story(String device, boolean logout) {
        List<Bundle> story = new ArrayList<>();
        Shopper shopper = new Shopper();
        story.add(shopper.view(device + "m1", at(0), "anonymous_id", device));
        story.add(login(device + "m2", 5, device, device + "a"));
        story.add(shopper.view(device + "m3", at(7), "anonymous_id", device));
        if (logout) {
            story.add(shopper.logout(at(10), device));
        }
        story.add(login(device + "m4", 15, device, device + "b"));
        story.add(shopper.view(device + "m5", at(logout ? 12 : 17), "anonymous_id", device));
        story.sort(Comparator.comparingLong(Holding::timeOf));
        return story;
    }

    private static List<Bundle> randomStory(Random random) {
        Shopper shopper = new Shopper();
        List<Bundle> story = new ArrayList<>();
        int minute = 0;
        for (int i = 0; i < 12; i++) {
            minute += 1 + random.nextInt(4);
            story.add(
                    switch (random.nextInt(4)) {
                        case 0 -> login("wm" + i, minute, "w", "wa");
                        case 1 -> login("wm" + i, minute, "w", "wb");
                        case 2 -> shopper.logout(at(minute), "w");
                        default -> shopper.view("wm" + i, at(minute), "anonymous_id", "w");
                    });
        }
        return story;
    }

    private static Bundle login(String id, int minute, String device, String customer) {
        return new Shopper().view(id, at(minute), "anonymous_id", device, "customer_id", customer);
    }

    /** Whose each event is, in the order of delivery, without the device's prefix. */
    private static List<String> told(Staircase stairs, String device) {
        List<String> told = new ArrayList<>();
        for (Operation operation : stairs.operations) {
            String id = operation.subject() == null ? null : operation.subject().eventId();
            if (id != null && id.matches(device + "?m\\d+")) {
                String person = operation.person().replaceFirst("^id:(" + device + ")?", "");
                told.add(person + " " + id.replaceFirst("^" + device, ""));
            }
        }
        return told;
    }

    private static List<int[]> permutations(int n) {
        List<int[]> all = new ArrayList<>();
        permute(IntStream.range(0, n).toArray(), 0, all);
        return all;
    }

    private static void permute(int[] order, int from, List<int[]> into) {
        if (from == order.length) {
            into.add(order.clone());
            return;
        }
        for (int i = from; i < order.length; i++) {
            swap(order, from, i);
            permute(order, from + 1, into);
            swap(order, from, i);
        }
    }

    private static void swap(int[] order, int a, int b) {
        int kept = order[a];
        order[a] = order[b];
        order[b] = kept;
    }
}
