package io.backstitch.pipeline.person;

import static io.backstitch.pipeline.person.OnePerson.add;
import static io.backstitch.pipeline.person.OnePerson.at;
import static io.backstitch.pipeline.person.OnePerson.bundle;
import static io.backstitch.pipeline.person.OnePerson.checkout;
import static io.backstitch.pipeline.person.OnePerson.feedback;
import static io.backstitch.pipeline.person.OnePerson.json;
import static io.backstitch.pipeline.person.OnePerson.order;
import static io.backstitch.pipeline.person.OnePerson.profile;
import static io.backstitch.pipeline.person.OnePerson.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Feedback;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class UnreachedTest {
    private static final String ADDRESS = "\"a@x.org\"";

    private final OnePerson person = waiting(30);

    private static OnePerson waiting(long minutes) {
        return waiting(new PersonKey(PersonKey.ID, "c"), minutes);
    }

    private static OnePerson waiting(PersonKey key, long minutes) {
        return new OnePerson(
                key,
                new ChannelRules(ChannelRules.Unknown.OMIT, 300_000, minutes * OnePerson.MINUTE));
    }

    /** An event that triggers nothing: the contract says nothing about its commerce. */
    private static Bundle other(String id, double minute) {
        Event event = new Event(id, "other", "other", at(minute), at(minute), json("{}"), null);
        return bundle(minute, "web", List.of(), List.of(event));
    }

    @Test
    void aShoppingEventOfSomebodyWithoutAChannelWaitsAndThenGoesAndSaysSo() {
        person.apply(add("a", "k", 0));
        assertThat(person.operations).isEmpty();
        assertThat(person.deadline()).isEqualTo(30);
        person.tick(30);
        assertThat(person.names()).containsExactly("add_to_cart");
        assertThat(person.operations.get(0).subject().channel()).isEqualTo("none");
        assertThat(person.operations.get(0).seq()).isEqualTo(1);
    }

    @Test
    void withoutAWaitItGoesAtOnceAndSaysSo() {
        OnePerson atOnce = new OnePerson();
        atOnce.apply(add("a", "k", 0)).apply(other("b", 1));
        atOnce.apply(profile(2, "email", ADDRESS)).apply(add("c", "k", 3));
        assertThat(atOnce.names())
                .containsExactly("add_to_cart", "other", "identify", "add_to_cart");
        assertThat(atOnce.operations)
                .extracting(operation -> operation.subject().channel())
                .containsExactly("none", null, null, null);
    }

    @Test
    void whatWaitsGoesAtOnceAndInOrderWhenAChannelBecomesKnown() {
        person.apply(add("a", "k", 0)).apply(other("b", 1)).apply(view("c", 2));
        assertThat(person.operations).as("later events wait behind it").isEmpty();
        person.apply(profile(3, "phone", "\"+4915112345678\""));
        assertThat(person.names())
                .containsExactly("identify", "add_to_cart", "other", "product_viewed");
        assertThat(person.operations)
                .allMatch(operation -> operation.subject().channel() == null)
                .extracting(Operation::seq)
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void whatTriggersNothingDoesNotWaitByItself() {
        person.apply(other("a", 0)).apply(view("b", 1)).apply(other("c", 2));
        assertThat(person.names()).containsExactly("other");
        person.tick(31);
        assertThat(person.names()).containsExactly("other", "product_viewed", "other");
        assertThat(person.operations.get(2).subject().channel()).isNull();
    }

    @Test
    void anAddressThatBouncedIsNoChannel() {
        person.apply(feedback(0, Feedback.EMAIL_BOUNCED, "a@x.org"));
        person.apply(profile(1, "email", ADDRESS)).apply(view("v", 2));
        assertThat(person.names()).containsExactly("identify");
        person.apply(profile(3, "email", "\"b@x.org\""));
        assertThat(person.names()).containsExactly("identify", "identify", "product_viewed");
    }

    @Test
    void whatWaitsMovesUpWithItsLedgerAndIsAddressedToItsOwner() {
        OnePerson guest = waiting(new PersonKey("phone_id", "+49"), 30);
        guest.apply(add("a", "k", 0)).apply(add("b", "k", 1));
        person.apply(view("c", 2)).absorb(guest, 3);
        assertThat(person.operations).isEmpty();
        assertThat(person.deadline()).isEqualTo(30);
        person.apply(profile(4, "email", ADDRESS));
        assertThat(person.names())
                .containsExactly("identify", "add_to_cart", "add_to_cart", "product_viewed");
        for (Operation operation : person.operations) {
            assertThat(operation.person()).isEqualTo("id:c");
            assertThat(OnePerson.text(operation.body()))
                    .startsWith("{\"type\":\"person\",\"identifiers\":{\"id\":\"c\"},\"action\":");
        }
    }

    @Test
    void noMoreThanABoundedNumberWaits() {
        for (int i = 0; i <= Unreached.MAX; i++) {
            person.apply(view("v" + i, 0));
        }
        assertThat(person.operations).hasSize(1);
        assertThat(person.operations.get(0).subject().eventId()).isEqualTo("v0");
        assertThat(person.operations.get(0).subject().channel()).isEqualTo("none");
    }

    @Test
    void anAnnouncementAndItsSuppressionAnnulEachOtherWhileNeitherIsSent() {
        OnePerson slow = waiting(600);
        slow.apply(add("a", "k", 0)).tick(80).apply(order("o", "o1", "k", 70, 90));
        assertThat(slow.notSent).containsExactly("cart_abandoned:k#1 ANNULLED answered");
        slow.tick(700);
        assertThat(slow.names()).containsExactly("identify", "add_to_cart", "order_completed");
    }

    @Test
    void anOrderAfterAnAnnouncementThatNobodyGotRecoversNothing() {
        OnePerson slow = waiting(600);
        slow.apply(checkout("a", "k", 0)).tick(80).apply(order("o", "o1", null, 85, 90));
        slow.apply(profile(95, "email", ADDRESS));
        assertThat(slow.names())
                .containsExactly("identify", "identify", "checkout_started", "order_completed");
    }

    @Test
    void anAnnouncementThatWasSentIsAnsweredAlthoughTheNextOneIsAnnulled() {
        OnePerson late = announcedAndWaiting().apply(order("o", "o1", "k", 70, 200)).tick(900);
        assertThat(late.notSent).containsExactly("cart_abandoned:k#2 ANNULLED answered");
        assertThat(late.count("cart_abandoned")).isEqualTo(1);
        assertThat(late.last("cart_recovery_suppressed")).contains("suppressed:k#1\"");
    }

    @Test
    void itsOwnDeadlineDecidesWhetherAnAnsweredAnnouncementWasTooEarly() {
        OnePerson after = announcedAndWaiting().apply(order("o", "o1", "k", 110, 200)).tick(900);
        assertThat(after.notSent).containsExactly("cart_abandoned:k#2 ANNULLED answered");
        assertThat(after.last("cart_recovered")).contains("recovered:k#1\"");
    }

    /** A cart that was called abandoned as of 9:81 and told, and again as of 9:180 and not. */
    private static OnePerson announcedAndWaiting() {
        OnePerson slow = waiting(600);
        slow.apply(profile(0, "email", ADDRESS)).apply(add("a", "k", 1)).tick(81);
        return slow.apply(profile(90, "email", null)).apply(add("b", "k", 100)).tick(180);
    }

    @Test
    void theOrderOfAnAccountAnnulsWhatTheGuestsLedgerLetWait() {
        OnePerson guest = waiting(new PersonKey("phone_id", "+49"), 600);
        guest.apply(add("a", "k", 0)).tick(80);
        person.apply(order("o", "o1", null, 70, 90)).absorb(guest, 95);
        assertThat(person.notSent).containsExactly("cart_abandoned:k#1 ANNULLED answered");
    }

    @Test
    void whatWaitsForAChannelIsNotSentOnceThePersonIsErased() {
        person.apply(add("a", "k", 0));
        Origin request = new Origin("requests", 0, 1, at(5));
        person.erase(new Erase("customer_id", "c", request, "r", List.of(), List.of()));
        assertThat(person.notSent).containsExactly("a FILTERED erased");
        assertThat(person.names()).containsExactly("delete");
    }

    /** Whatever happens, in one call the profile goes before the events, and seconds rise. */
    @Property(tries = 500)
    void theProfileOfTheMomentIsSentBeforeEveryEvent(@ForAll int seed) {
        Random random = new Random(seed);
        OnePerson anybody = waiting(random.nextBoolean() ? 0 : random.nextInt(40));
        long second = 0;
        long seq = 0;
        double minute = 0;
        for (int i = 0; i < 25; i++) {
            minute += random.nextInt(20) / 4.0;
            int before = anybody.operations.size();
            something(anybody, random, "e" + i, minute);
            boolean eventSeen = false;
            for (Operation operation : anybody.operations.subList(before, count(anybody))) {
                assertThat(operation.seq()).isEqualTo(++seq);
                if (operation.kind() == Operation.Kind.IDENTIFY) {
                    assertThat(eventSeen).as("an event went before the profile").isFalse();
                    assertThat(second(operation)).isGreaterThan(second);
                    second = second(operation);
                }
                eventSeen |= operation.kind() == Operation.Kind.EVENT;
            }
            if (eventSeen) {
                for (String name : List.of("email", "phone", "first_name")) {
                    byte[] known = anybody.state.profile.value(name);
                    String told = anybody.told(name);
                    assertThat(told == null || "null".equals(told) ? null : told)
                            .isEqualTo(known == null ? null : OnePerson.text(known));
                }
            }
        }
    }

    private static int count(OnePerson person) {
        return person.operations.size();
    }

    private static long second(Operation identify) {
        String body = OnePerson.text(identify.body());
        int from = body.indexOf("\"timestamp\":") + 12;
        return Long.parseLong(body.substring(from, body.indexOf(',', from)));
    }

    private static void something(OnePerson person, Random random, String id, double minute) {
        double earlier = minute - random.nextInt(10);
        List<Bundle> bundles = new ArrayList<>();
        switch (random.nextInt(9)) {
            case 8 -> {} // pipeline time
            case 0 -> bundles.add(profile(earlier, "email", random.nextBoolean() ? ADDRESS : null));
            case 1 -> bundles.add(profile(earlier, "first_name", "\"n" + id + "\""));
            case 2 -> bundles.add(feedback(earlier, Feedback.EMAIL_BOUNCED, "a@x.org"));
            case 3 -> bundles.add(add(id, "k" + random.nextInt(2), earlier));
            case 4 -> bundles.add(order(id, "o" + random.nextInt(2), null, earlier, minute));
            case 5 -> bundles.add(profile(earlier, "phone", "\"+4915112345678\""));
            default -> bundles.add(view(id, earlier));
        }
        if (bundles.isEmpty()) {
            person.tick(minute);
            return;
        }
        person.apply(bundles.toArray(Bundle[]::new));
    }
}
