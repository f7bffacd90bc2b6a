package io.backstitch.sandbox.customerio;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A segment as a retention team builds it: the people for whom all conditions hold now. It is
 * evaluated whenever somebody looks, so there is no membership to go stale.
 *
 * @param name stable name, used in addresses
 * @param title what the team calls it
 * @param conditions all of them must hold
 */
public record SegmentDefinition(String name, String title, List<Condition> conditions) {

    /** Who bought a cleanser and no moisturizer. */
    public static final String CLEANSER_NOT_MOISTURIZER = "bought-cleanser-not-moisturizer";

    /** Who bought within 60 days and may get text messages. */
    public static final String SMS_ELIGIBLE_PURCHASERS = "sms-eligible-purchasers-60-days";

    /** Whose last order lies within 30 days, by the profile. */
    public static final String PURCHASED_30_DAYS = "purchased-30-days";

    /** Who ordered within 60 days, by the events; its opposite is what a win-back is for. */
    public static final String PURCHASED_60_DAYS = "purchased-60-days";

    private static final String ORDER = "order_completed";
    private static final String CATEGORIES = "purchased_categories";

    public SegmentDefinition {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        conditions = List.copyOf(conditions);
    }

    /** Whether the person is in it at {@code now}, Unix seconds. */
    boolean holds(Person person, long now) {
        Condition.Facts facts = new Condition.Facts(person.attributes, person.activity);
        for (Condition condition : conditions) {
            if (!condition.holds(facts, now)) {
                return false;
            }
        }
        return true;
    }

    /** The segments that repeat-purchase programmes are built on. */
    public static List<SegmentDefinition> forRepeatPurchase() {
        return List.of(
                new SegmentDefinition(
                        CLEANSER_NOT_MOISTURIZER,
                        "Bought cleanser but not moisturizer",
                        List.of(
                                new Condition.Contains(CATEGORIES, "Skincare/Cleanser"),
                                new Condition.Not(
                                        new Condition.Contains(
                                                CATEGORIES, "Skincare/Moisturizer")))),
                new SegmentDefinition(
                        SMS_ELIGIBLE_PURCHASERS,
                        "SMS-eligible purchasers in the last 60 days",
                        List.of(
                                new Condition.IsTrue("sms_eligible"),
                                new Condition.Performed(ORDER, Duration.ofDays(60)))),
                new SegmentDefinition(
                        PURCHASED_30_DAYS,
                        "Purchased in the last 30 days",
                        List.of(new Condition.Within("last_order_date", Duration.ofDays(30)))),
                new SegmentDefinition(
                        PURCHASED_60_DAYS,
                        "Ordered in the last 60 days",
                        List.of(new Condition.Performed(ORDER, Duration.ofDays(60)))));
    }
}
