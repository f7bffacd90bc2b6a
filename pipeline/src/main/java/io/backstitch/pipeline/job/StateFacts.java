package io.backstitch.pipeline.job;

import io.backstitch.pipeline.deliver.DeliverOptions;
import io.backstitch.pipeline.identity.IdentityOptions;
import io.backstitch.pipeline.identity.Level;
import io.backstitch.pipeline.person.PersonOptions;
import io.backstitch.pipeline.record.KeyedHash;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings that are part of the state: other ones would give other ids to events that were
 * delivered, or look for what is saved in the wrong place. Keys appear as fingerprints only.
 */
final class StateFacts implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String LEVELS = IdentityOptions.LEVELS.key();
    private static final String KEY_FILE = PersonOptions.ULID_KEY_FILE.key();
    private static final String AUDIT_KEY_FILE = IdentityOptions.AUDIT_KEY_FILE.key();
    private static final int FINGERPRINT_BYTES = 12;

    private final TreeMap<String, String> facts = new TreeMap<>();

    StateFacts(PipelineSettings settings) {
        facts.put(PersonOptions.ULID_NAMESPACE.key(), settings.person().namespace());
        facts.put(KEY_FILE, fingerprint(settings.person().ulidKey()));
        facts.put(AUDIT_KEY_FILE, fingerprint(settings.identity().auditKey()));
        facts.put(
                DeliverOptions.LANES.key(),
                String.valueOf(settings.options().get(DeliverOptions.LANES)));
        facts.put(LEVELS, levels(settings.identity().levels()));
    }

    Map<String, String> byOption() {
        return facts;
    }

    /**
     * @param made facts under which the state was made; one that is missing was none then
     * @throws StateRefusedException if one has changed
     */
    void refuseIfChanged(Map<String, String> made) {
        List<String> changed = new ArrayList<>();
        made.forEach(
                (option, then) -> {
                    String now = facts.get(option);
                    boolean same = LEVELS.equals(option) ? goTogether(then, now) : then.equals(now);
                    if (!same) {
                        changed.add(sentence(option, then, now));
                    }
                });
        if (!changed.isEmpty()) {
            throw new StateRefusedException(changed);
        }
    }

    private static String sentence(String option, String then, String now) {
        if (option.equals(KEY_FILE) || option.equals(AUDIT_KEY_FILE)) {
            return option + ": the file holds another key than the one the state was made with";
        }
        return option + ": is " + now + ", the state was made with " + then;
    }

    /**
     * The people stay as they are and all in their order. What links them may come and go; a level
     * once more, for aliases, may come.
     */
    private static boolean goTogether(String then, String now) {
        List<String> before = Arrays.asList(then.split(","));
        List<String> after = Arrays.asList(now.split(","));
        List<String> kept = new ArrayList<>(before);
        kept.removeIf(level -> !after.contains(level));
        List<String> common = new ArrayList<>(after);
        common.removeIf(level -> !before.contains(level));
        List<String> gone = new ArrayList<>(before);
        gone.removeAll(after);
        List<String> come = new ArrayList<>(after);
        come.removeAll(before);
        return kept.equals(common)
                && gone.stream().noneMatch(level -> names(level) || isAbove(level))
                && come.stream().noneMatch(level -> names(level) && !isAbove(level));
    }

    private static boolean names(String level) {
        return level.contains(":PERSON");
    }

    private static boolean isAbove(String level) {
        return level.contains("+:");
    }

    private static String levels(List<Level> levels) {
        List<String> texts = new ArrayList<>();
        for (Level level : levels) {
            String people = level.personType() == null ? "" : ":" + level.personType();
            texts.add(level.name() + ":" + level.role() + people);
        }
        return String.join(",", texts);
    }

    private static String fingerprint(byte[] key) {
        return new KeyedHash(key).hex("backstitch state fingerprint", FINGERPRINT_BYTES);
    }
}
