package io.backstitch.pipeline.normalise;

import io.backstitch.pipeline.record.Feedback;
import io.backstitch.schemas.contract.Names;
import java.util.Set;

/** Names that no source may set. */
public final class Reserved {
    /** Would redirect mail, or are added when the operation is written. */
    private static final Set<String> EVENT =
            Set.of(
                    "recipient",
                    "fromaddress",
                    "replyto",
                    "eventid",
                    "eventsource",
                    "contractversion",
                    "missingproperties");

    /** Customer.io's own words, and identifiers that only identity may set. */
    private static final Set<String> PROFILE =
            Set.of(
                    "id",
                    "cio_id",
                    "anonymous_id",
                    "customer_id",
                    "cio_relationships",
                    "cio_subscription_preferences",
                    "_timestamp",
                    "_update",
                    "_created_in_customerio_at");

    private Reserved() {}

    public static boolean inEvent(String name) {
        return switch (name.length()) {
            case 0, 1, 2, 3, 4, 5, 6 -> false;
            default -> name.length() < 32 && EVENT.contains(Names.fold(name));
        };
    }

    public static boolean inProfile(String name) {
        return PROFILE.contains(name) || name.startsWith(Feedback.PREFIX) || inEvent(name);
    }
}
