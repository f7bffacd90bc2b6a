package io.backstitch.pipeline.normalise;

import java.util.HashMap;
import java.util.Map;

/**
 * The names under which events leave for campaigns that still listen to mParticle's connector: it
 * trimmed a name and wrote an underscore for each space.
 */
final class LegacyNames {
    /** The name is the source's own. */
    static final String AS_SPELLED = "*";

    private static final String COMMERCE = "commerce:";

    private final Map<String, String> names = new HashMap<>();

    LegacyNames(Map<String, String> configured) {
        configured.forEach(
                (event, name) -> {
                    String spoken = name.strip();
                    names.put(
                            event.strip(), spoken.equals(AS_SPELLED) ? AS_SPELLED : mangled(name));
                });
    }

    /** {@code Added To Cart} is {@code Added_To_Cart}. */
    static String mangled(String name) {
        return name.strip().replace(' ', '_');
    }

    /**
     * The name to send; null, for the contract's own, where nothing else is configured, and where
     * the source has a product action and no name that mParticle could have sent.
     */
    String of(String event, String spelled) {
        String name = names.get(event);
        if (name == null || !name.equals(AS_SPELLED)) {
            return name;
        }
        String mangled = mangled(Json.clean(spelled));
        return spelled.startsWith(COMMERCE) || Limits.tooLongForEvent(mangled) ? null : mangled;
    }
}
