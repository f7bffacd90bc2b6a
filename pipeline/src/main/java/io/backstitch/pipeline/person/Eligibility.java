package io.backstitch.pipeline.person;

import io.backstitch.pipeline.person.Consent.Channel;
import io.backstitch.pipeline.person.Consent.Verdict;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether a person can be written to, and may be: a pure function of what is known when it is
 * asked, so it is never out of date. The consent attributes themselves are derived here too, so
 * that they never contradict the eligibility next to them.
 */
final class Eligibility {
    /** Customer.io's own switch, if a source sets it: its documented true values. */
    private static final String UNSUBSCRIBED = "unsubscribed";

    private static final Set<String> YES = Set.of("true", "\"true\"", "1", "\"1\"");
    private static final String SUBSCRIPTION = "subscription_status";
    private static final Set<String> ENDED =
            Set.of(
                    "unsubscribed",
                    "opted_out",
                    "opted-out",
                    "opted out",
                    "opt_out",
                    "cleaned",
                    "complained",
                    "suppressed");

    private final Profile profile;
    private final Addresses addresses;
    private final Consent consent;
    private final PersonKey person;
    private final ChannelRules rules;

    Eligibility(LedgerState state, PersonKey person, ChannelRules rules) {
        this.profile = state.profile;
        this.addresses = state.addresses;
        this.consent = state.consent;
        this.person = person;
        this.rules = rules;
    }

    /** Puts what can be told into {@code derived}; null takes back what was told before. */
    void derive(Map<String, byte[]> derived) {
        for (Channel channel : Channel.values()) {
            Verdict stated = consent.stated(channel, rules.skewTolerance());
            derived.put(channel.optIn, json(stated));
            derived.put(channel.eligible, json(eligible(channel, stated)));
        }
    }

    private Verdict eligible(Channel channel, Verdict stated) {
        String value = value(channel);
        if (isSuppressed(channel) || (value != null && consent.isBounced(value))) {
            return Verdict.NO;
        }
        Verdict consented = stated == Verdict.UNKNOWN ? assumed() : stated;
        return consented == Verdict.YES && !isValid(channel, value) ? Verdict.NO : consented;
    }

    private Verdict assumed() {
        return switch (rules.unknown()) {
            case OMIT -> Verdict.UNKNOWN;
            case FALSE -> Verdict.NO;
            case TRUE -> Verdict.YES;
        };
    }

    private boolean isSuppressed(Channel channel) {
        if (consent.isUnsubscribed(channel, rules.skewTolerance())) {
            return true;
        }
        byte[] switched = profile.value(UNSUBSCRIBED);
        if (switched != null && YES.contains(Json.shown(switched).toLowerCase(Locale.ROOT))) {
            return true;
        }
        byte[] status = channel == Channel.EMAIL ? profile.value(SUBSCRIPTION) : null;
        String word = status == null ? null : Json.read(status);
        return word != null && ENDED.contains(word.toLowerCase(Locale.ROOT));
    }

    /** Whether there is any way to reach the person at all, consent aside. */
    boolean isReachable() {
        for (Channel channel : Channel.values()) {
            String value = value(channel);
            if (isValid(channel, value) && !consent.isBounced(value)) {
                return true;
            }
        }
        return false;
    }

    private String value(Channel channel) {
        byte[] known =
                channel == Channel.EMAIL
                        ? addresses.email(profile)
                        : profile.value(channel.attribute);
        if (known != null) {
            return Json.read(known);
        }
        boolean named = channel == Channel.EMAIL && PersonKey.EMAIL.equals(person.type());
        return named && !profile.knows(PersonKey.EMAIL) ? person.value() : null;
    }

    private static boolean isValid(Channel channel, String value) {
        if (value == null) {
            return false;
        }
        return channel == Channel.EMAIL ? isAddress(value) : isE164(value);
    }

    /** One {@code @} with something before it, and a dot within what follows; no spaces. */
    private static boolean isAddress(String value) {
        int at = value.indexOf('@');
        int dot = value.lastIndexOf('.');
        return at > 0
                && at == value.lastIndexOf('@')
                && dot > at + 1
                && dot < value.length() - 1
                && value.chars().noneMatch(Character::isWhitespace);
    }

    /** A plus, a digit from 1 to 9, and 6 to 14 more. */
    private static boolean isE164(String value) {
        if (value.length() < 8 || value.length() > 16 || value.charAt(0) != '+') {
            return false;
        }
        for (int i = 1; i < value.length(); i++) {
            char digit = value.charAt(i);
            if (digit < (i == 1 ? '1' : '0') || digit > '9') {
                return false;
            }
        }
        return true;
    }

    private static byte[] json(Verdict verdict) {
        return switch (verdict) {
            case YES -> Json.TRUE;
            case NO -> Json.FALSE;
            case UNKNOWN -> null;
        };
    }
}
