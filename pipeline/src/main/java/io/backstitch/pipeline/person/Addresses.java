package io.backstitch.pipeline.person;

import io.backstitch.pipeline.person.Profile.Register;
import io.backstitch.pipeline.record.Fields;
import io.backstitch.pipeline.record.Ruling.Verdict;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Emails that this person and somebody else claimed, and what was decided. Customer.io knows one
 * profile per email and answers a second one's with 200 and no effect, so it must not be told.
 *
 * <p>The person's email is the newest stated one that is not withheld. So all are kept that were
 * stated, in whatever order they and the decisions come.
 */
final class Addresses {
    private static final int MAX_STATED = 16;
    private static final int MAX_RULED = 64;

    /** The newest statement of each address, and under the empty text that there is none. */
    private final TreeMap<String, Register> stated = new TreeMap<>();

    /** By address: true if it is this person's now, false if it is withheld. */
    private final TreeMap<String, Boolean> ruled = new TreeMap<>();

    /** Takes a statement of the person's email, or that there is none any more. */
    void learn(Register email) {
        String address = email.json() == null ? "" : Json.read(email.json());
        if (address == null) {
            return;
        }
        Register known = stated.get(address);
        if (known == null || email.wins(known)) {
            stated.put(address, email);
        }
        if (stated.size() > MAX_STATED) {
            stated.remove(oldest());
        }
    }

    private String oldest() {
        Map.Entry<String, Register> oldest = stated.firstEntry();
        for (Map.Entry<String, Register> entry : stated.entrySet()) {
            oldest = oldest.getValue().wins(entry.getValue()) ? entry : oldest;
        }
        return oldest.getKey();
    }

    /**
     * Takes a decision. A refusal of what this person has is about somebody who was joined with
     * them by an alias since, or before: two of the same are no conflict.
     */
    void rule(String address, Verdict verdict) {
        if (verdict == Verdict.FREED) {
            // Customer.io may know it for the one who is erased still: to be taken over.
            ruled.replace(address, true);
        } else if (verdict != Verdict.REFUSED || !has(address)) {
            rule(address, verdict == Verdict.GRANTED);
        }
    }

    private boolean has(String address) {
        return stated.containsKey(address) && !isWithheld(address);
    }

    private void rule(String address, boolean granted) {
        ruled.put(address, granted);
        if (ruled.size() > MAX_RULED) {
            String first = ruled.firstKey();
            ruled.remove(first.equals(address) ? ruled.higherKey(first) : first);
        }
    }

    /** Whether anything was decided: if not, the profile's email is the person's. */
    boolean isRuled() {
        return !ruled.isEmpty();
    }

    /** Whether it was somebody else's: Customer.io may know it for that one still. */
    boolean isContested(byte[] email) {
        String address = email == null ? null : Json.read(email);
        return address != null && Boolean.TRUE.equals(ruled.get(address));
    }

    private boolean isWithheld(String address) {
        return Boolean.FALSE.equals(ruled.get(address));
    }

    /** The email that Customer.io may have, as JSON; null for none. */
    byte[] email(Profile profile) {
        if (!isRuled()) {
            return profile.value(PersonKey.EMAIL);
        }
        Register newest = null;
        for (Map.Entry<String, Register> entry : stated.entrySet()) {
            boolean newer = newest == null || entry.getValue().wins(newest);
            newest = newer && !isWithheld(entry.getKey()) ? entry.getValue() : newest;
        }
        return newest == null ? null : newest.json();
    }

    /** What was decided for another who is the same person: what either may have, this one may. */
    void absorb(Addresses other) {
        ruled.keySet().removeIf(address -> isWithheld(address) && other.has(address));
        other.ruled.forEach(
                (address, granted) -> {
                    if (granted || !has(address)) {
                        rule(address, granted);
                    }
                });
        other.stated.values().forEach(this::learn);
    }

    boolean isEmpty() {
        return ruled.isEmpty();
    }

    void write(DataOutputView out) throws IOException {
        Fields.writeVarInt(stated.size(), out);
        for (Map.Entry<String, Register> entry : stated.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            entry.getValue().write(out);
        }
        Fields.writeVarInt(ruled.size(), out);
        for (Map.Entry<String, Boolean> entry : ruled.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            out.writeBoolean(entry.getValue());
        }
    }

    void read(DataInputView in) throws IOException {
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            stated.put(Fields.readText(in), Register.read(in));
        }
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            ruled.put(Fields.readText(in), in.readBoolean());
        }
    }
}
