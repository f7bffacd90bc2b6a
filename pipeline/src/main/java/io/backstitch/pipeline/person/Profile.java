package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Attribute;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The person's attributes: one last-writer-wins register each, so arrival order does not matter.
 * Later event time wins, then the better source, then the greater value (to be the same
 * everywhere); of consents the refusal.
 */
final class Profile {
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private Profile() {}

    static void learn(LedgerState state, Attribute attribute) {
        learn(
                state,
                attribute.name(),
                new LedgerState.AttributeState(
                        attribute.json(), attribute.time(), attribute.rank()));
    }

    static void learn(LedgerState state, String name, LedgerState.AttributeState candidate) {
        LedgerState.AttributeState known = state.profile.get(name);
        if (known == null || wins(name, candidate, known)) {
            state.profile.put(name, candidate);
        }
    }

    private static boolean wins(
            String name, LedgerState.AttributeState a, LedgerState.AttributeState b) {
        if (a.time() != b.time()) {
            return a.time() > b.time();
        }
        if (a.rank() != b.rank()) {
            return a.rank() > b.rank();
        }
        int order = Arrays.compare(orNull(a.json()), orNull(b.json()));
        // Of two statements at once about consent the refusal stands: "false" sorts before "true".
        return name.endsWith("_opt_in") ? order < 0 : order > 0;
    }

    private static byte[] orNull(byte[] json) {
        return json == null ? NULL : json;
    }

    /**
     * What Customer.io does not have yet, by name; marks it as sent.
     *
     * @param derived attributes computed by other concerns
     */
    static Map<String, byte[]> takeChanges(LedgerState state, Map<String, byte[]> derived) {
        TreeMap<String, byte[]> changes = new TreeMap<>();
        for (Map.Entry<String, LedgerState.AttributeState> entry : state.profile.entrySet()) {
            if (!derived.containsKey(entry.getKey())) {
                change(state, entry.getKey(), entry.getValue().json(), changes);
            }
        }
        for (Map.Entry<String, byte[]> entry : derived.entrySet()) {
            change(state, entry.getKey(), entry.getValue(), changes);
        }
        return changes;
    }

    private static void change(
            LedgerState state, String name, byte[] json, Map<String, byte[]> changes) {
        byte[] before = state.sent.get(name);
        byte[] now = orNull(json);
        if (Arrays.equals(before, now) || (before == null && json == null)) {
            return;
        }
        state.sent.put(name, now);
        changes.put(name, now);
    }

    /**
     * {@code email_eligible} and {@code sms_eligible}: the channel is known and its consent is not
     * refused. Unknown consent says nothing about eligibility, so nothing is sent then.
     */
    static void eligibility(LedgerState state, Map<String, byte[]> derived) {
        eligibility(state, "email", "email_opt_in", "email_eligible", derived);
        eligibility(state, "phone", "sms_opt_in", "sms_eligible", derived);
    }

    private static void eligibility(
            LedgerState state,
            String channel,
            String consent,
            String eligible,
            Map<String, byte[]> derived) {
        byte[] optIn = value(state, consent);
        if (optIn == null) {
            return;
        }
        boolean may = value(state, channel) != null && Arrays.equals(optIn, TRUE);
        derived.put(eligible, may ? TRUE : FALSE);
    }

    private static byte[] value(LedgerState state, String name) {
        LedgerState.AttributeState known = state.profile.get(name);
        return known == null ? null : known.json();
    }
}
