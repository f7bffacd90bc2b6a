package io.backstitch.pipeline.person;

import static io.backstitch.pipeline.person.OnePerson.feedback;
import static io.backstitch.pipeline.person.OnePerson.profile;
import static io.backstitch.pipeline.person.OnePerson.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Feedback;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConsentTest {
    private static final String ADDRESS = "\"a@x.org\"";
    private static final String NUMBER = "\"+4915112345678\"";

    private final OnePerson person = new OnePerson();

    @Test
    void eligibilityNeedsTheChannelAndTheConsent() {
        person.apply(profile(1, "email_opt_in", "true"));
        assertThat(person.told("email_eligible")).isEqualTo("false");
        person.apply(profile(2, "email", ADDRESS));
        assertThat(person.told("email_eligible")).isEqualTo("true");
        person.apply(profile(3, "email", null));
        assertThat(person.told("email_eligible")).isEqualTo("false");
    }

    @Test
    void theTwoChannelsKnowNothingOfEachOther() {
        person.apply(profile(1, "email", ADDRESS, "phone", NUMBER, "sms_opt_in", "true"));
        assertThat(person.told("sms_eligible")).isEqualTo("true");
        assertThat(person.told("email_eligible")).isNull();
    }

    @Test
    void whatIsNoAddressOrNoNumberMakesNobodyEligible() {
        person.apply(profile(1, "email", "\"a at x.org\"", "email_opt_in", "true"));
        person.apply(profile(1, "phone", "\"0151 123\"", "sms_opt_in", "true"));
        assertThat(person.told("email_eligible")).isEqualTo("false");
        assertThat(person.told("sms_eligible")).isEqualTo("false");
    }

    @Test
    void unknownConsentIsLeftOutOrWhatTheConfigurationSays() {
        Bundle known = profile(1, "email", ADDRESS);
        assertThat(person.apply(known).told("email_eligible")).isNull();
        assertThat(assuming(ChannelRules.Unknown.FALSE).apply(known).told("email_eligible"))
                .isEqualTo("false");
        OnePerson assumed = assuming(ChannelRules.Unknown.TRUE);
        assertThat(assumed.apply(known).told("email_eligible")).isEqualTo("true");
        assertThat(assumed.told("sms_eligible")).as("there is no number").isEqualTo("false");
        assumed.apply(profile(2, "email_opt_in", "false"));
        assertThat(assumed.told("email_eligible")).isEqualTo("false");
    }

    private static OnePerson assuming(ChannelRules.Unknown unknown) {
        return new OnePerson(new ChannelRules(unknown, 300_000, 0));
    }

    @Test
    void aConsentThatIsTakenBackIsUnknownAgain() {
        person.apply(profile(1, "email", ADDRESS, "email_opt_in", "true"));
        person.apply(profile(2, "email_opt_in", null));
        assertThat(person.told("email_eligible")).isEqualTo("null");
        assertThat(person.told("email_opt_in")).isEqualTo("null");
    }

    @Test
    void anOptOutIsNotTakenBackByAnAttributeThatIsRemoved() {
        person.apply(profile(1, "email", ADDRESS, "email_opt_in", "false"));
        person.apply(profile(20, "email_opt_in", null));
        assertThat(person.told("email_eligible")).isEqualTo("false");
    }

    @Test
    void anOptOutBeatsAnOptInOfAboutTheSameTimeInAnyOrder() {
        person.apply(profile(1, "email", ADDRESS));
        person.apply(profile(10, "email_opt_in", "false"));
        person.apply(profile(15, "email_opt_in", "true"));
        assertThat(person.told("email_eligible")).isEqualTo("false");

        OnePerson other = new OnePerson();
        other.apply(profile(15, "email", ADDRESS, "email_opt_in", "true"));
        other.apply(profile(10, "email_opt_in", "false"));
        assertThat(other.told("email_eligible")).isEqualTo("false");
        assertThat(other.told("email_opt_in")).isEqualTo("false");
    }

    @Test
    void anOptInWellAfterAnOptOutCounts() {
        person.apply(profile(1, "email", ADDRESS, "email_opt_in", "false"));
        person.apply(profile(6.1, "email_opt_in", "true"));
        assertThat(person.told("email_eligible")).isEqualTo("true");
        person.apply(profile(0, "email_opt_in", "false"));
        assertThat(person.told("email_eligible")).as("told late").isEqualTo("true");
    }

    @Test
    void anUnsubscriptionStandsHoweverOftenAProfileGoesOnSayingYes() {
        person.apply(profile(1, "email", ADDRESS, "email_opt_in", "true"));
        person.apply(feedback(30, Feedback.EMAIL_UNSUBSCRIBED));
        assertThat(person.told("email_eligible")).isEqualTo("false");
        person.apply(profile(90, "email_opt_in", "true"));
        person.apply(profile(900, "email_opt_in", "true"));
        assertThat(person.told("email_eligible")).isEqualTo("false");
        assertThat(person.told("email_opt_in")).as("the profile's own word").isEqualTo("true");
    }

    @Test
    void whoAsksToBeWrittenToAgainIs() {
        person.apply(profile(1, "email", ADDRESS, "email_opt_in", "true"));
        person.apply(feedback(30, Feedback.EMAIL_UNSUBSCRIBED));
        person.apply(feedback(33, Feedback.EMAIL_SUBSCRIBED));
        assertThat(person.told("email_eligible")).as("within the tolerance").isEqualTo("false");
        person.apply(feedback(60, Feedback.EMAIL_SUBSCRIBED));
        assertThat(person.told("email_eligible")).isEqualTo("true");
    }

    @Test
    void aProfileThatSaidNoAfterTheUnsubscriptionAndThenYesMeansIt() {
        person.apply(profile(1, "email", ADDRESS, "email_opt_in", "true"));
        person.apply(feedback(30, Feedback.EMAIL_UNSUBSCRIBED));
        person.apply(profile(60, "email_opt_in", "false"));
        person.apply(profile(90, "email_opt_in", "true"));
        assertThat(person.told("email_eligible")).isEqualTo("true");
    }

    @Test
    void aBouncedAddressIsNotEligibleAndAnotherOneIs() {
        person.apply(profile(1, "email", ADDRESS, "email_opt_in", "true"));
        person.apply(feedback(30, Feedback.EMAIL_BOUNCED, "a@x.org"));
        assertThat(person.told("email_eligible")).isEqualTo("false");
        person.apply(profile(60, "email", ADDRESS));
        assertThat(person.told("email_eligible")).as("the same one again").isEqualTo("false");
        person.apply(profile(61, "email", "\"b@x.org\""));
        assertThat(person.told("email_eligible")).isEqualTo("true");
    }

    @Test
    void aBounceIsKnownBeforeItsAddressIs() {
        person.apply(feedback(0, Feedback.SMS_BOUNCED, "+4915112345678"));
        person.apply(profile(1, "phone", NUMBER, "sms_opt_in", "true"));
        assertThat(person.told("sms_eligible")).isEqualTo("false");
    }

    @Test
    void aSubscriptionThatEndedAndCustomerIosOwnSwitchAreRefusals() {
        person.apply(profile(1, "email", ADDRESS, "email_opt_in", "true"));
        person.apply(profile(2, "subscription_status", "\"unsubscribed\""));
        assertThat(person.told("email_eligible")).isEqualTo("false");
        person.apply(profile(3, "subscription_status", "\"subscribed\""));
        assertThat(person.told("email_eligible")).isEqualTo("true");
        person.apply(profile(4, "unsubscribed", "\"True\""));
        assertThat(person.told("email_eligible")).isEqualTo("false");
    }

    @Test
    void theRefusalOfSomebodyWhomNobodyKnowsCreatesNobody() {
        person.apply(feedback(1, Feedback.EMAIL_UNSUBSCRIBED));
        assertThat(person.operations).isEmpty();
        person.apply(view("v", 2));
        assertThat(person.names()).containsExactly("identify", "product_viewed");
        assertThat(person.told("email_eligible")).isEqualTo("false");
    }

    @Test
    void whatWasLearnedOfAGuestHoldsForTheAccount() {
        OnePerson guest =
                new OnePerson(new PersonKey(PersonKey.EMAIL, "a@x.org"), ChannelRules.DEFAULT);
        guest.apply(profile(1, "email", ADDRESS));
        guest.apply(feedback(2, Feedback.EMAIL_UNSUBSCRIBED));
        person.apply(profile(3, "email", ADDRESS, "email_opt_in", "true"));
        person.absorb(guest, 4);
        assertThat(person.told("email_eligible")).isEqualTo("false");
    }

    /** Any order, any repetition, any division between two ledgers: the same verdict. */
    @Property(tries = 500)
    void consentIsWhatWasSaidAndNotInWhichOrderItWasTold(@ForAll int seed) {
        Random random = new Random(seed);
        List<Attribute> said = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(25); i++) {
            said.add(statement(random));
        }
        Consent inOrder = told(said);
        List<Attribute> shuffled = new ArrayList<>(said);
        shuffled.addAll(said.subList(0, said.size() / 2));
        Collections.shuffle(shuffled, random);
        assertThat(shown(told(shuffled))).isEqualTo(shown(inOrder));

        int half = random.nextInt(said.size());
        Consent one = told(said.subList(0, half));
        one.absorb(told(said.subList(half, said.size())));
        Consent other = told(said.subList(half, said.size()));
        other.absorb(told(said.subList(0, half)));
        assertThat(shown(one)).isEqualTo(shown(inOrder));
        assertThat(shown(other)).isEqualTo(shown(inOrder));
    }

    private static Attribute statement(Random random) {
        long time = OnePerson.at(random.nextInt(20));
        if (random.nextBoolean()) {
            String value = new String[] {"true", "false", null}[random.nextInt(3)];
            String name = random.nextBoolean() ? "email_opt_in" : "sms_opt_in";
            return new Attribute(name, value == null ? null : OnePerson.json(value), time, 1);
        }
        Feedback feedback = Feedback.values()[random.nextInt(Feedback.values().length)];
        return feedback.at(Json.text("a" + random.nextInt(20)), time);
    }

    private static Consent told(List<Attribute> said) {
        Consent consent = new Consent();
        said.forEach(consent::learn);
        return consent;
    }

    private static TreeMap<String, Object> shown(Consent consent) {
        TreeMap<String, Object> shown = new TreeMap<>();
        for (Consent.Channel channel : Consent.Channel.values()) {
            shown.put(channel + " stated", consent.stated(channel, 300_000));
            shown.put(channel + " unsubscribed", consent.isUnsubscribed(channel, 300_000));
        }
        for (int i = 0; i < 20; i++) {
            shown.put("a" + i, consent.isBounced("a" + i));
        }
        return shown;
    }
}
