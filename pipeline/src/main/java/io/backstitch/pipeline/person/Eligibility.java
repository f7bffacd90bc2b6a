package io.backstitch.pipeline.person;

import java.util.Arrays;
import java.util.Map;

/**
 * {@code email_eligible} and {@code sms_eligible}: the channel is known and its consent is not
 * refused. Unknown consent says nothing about eligibility, so nothing is sent then.
 */
final class Eligibility {
    private Eligibility() {}

    /** Puts what can be told into {@code derived}; a pure function of the profile. */
    static void derive(Profile profile, Map<String, byte[]> derived) {
        derive(profile, "email", "email_opt_in", "email_eligible", derived);
        derive(profile, "phone", "sms_opt_in", "sms_eligible", derived);
    }

    private static void derive(
            Profile profile,
            String channel,
            String consent,
            String eligible,
            Map<String, byte[]> derived) {
        byte[] optIn = profile.value(consent);
        if (optIn == null) {
            return;
        }
        boolean may = profile.value(channel) != null && Arrays.equals(optIn, Json.TRUE);
        derived.put(eligible, may ? Json.TRUE : Json.FALSE);
    }
}
