package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One condition of a segment, over a person's attributes and events as they stand. Names and values
 * are compared literally, letter case included, and a value of another type never matches: the
 * strictest reading of what a segment in Customer.io would do.
 */
public sealed interface Condition {

    /** What is known of a person. */
    record Facts(Map<String, JsonNode> attributes, List<Activity> activity) {}

    /** Whether it holds for the person at {@code now}, Unix seconds. */
    boolean holds(Facts facts, long now);

    /** The condition in plain words. */
    String words();

    /** The attribute is a list of texts, at least one of which is this text. */
    record Contains(String attribute, String text) implements Condition {
        public Contains {
            Objects.requireNonNull(attribute, "attribute");
            Objects.requireNonNull(text, "text");
        }

        @Override
        public boolean holds(Facts facts, long now) {
            JsonNode list = facts.attributes().get(attribute);
            if (list == null || !list.isArray()) {
                return false;
            }
            for (JsonNode each : list) {
                if (each.isTextual() && each.textValue().equals(text)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String words() {
            return attribute + " contains " + text;
        }
    }

    /** The attribute is the boolean true. */
    record IsTrue(String attribute) implements Condition {
        public IsTrue {
            Objects.requireNonNull(attribute, "attribute");
        }

        @Override
        public boolean holds(Facts facts, long now) {
            JsonNode value = facts.attributes().get(attribute);
            return value != null && value.isBoolean() && value.booleanValue();
        }

        @Override
        public String words() {
            return attribute + " is true";
        }
    }

    /** The attribute is a time in Unix seconds, less than this long ago and not in the future. */
    record Within(String attribute, Duration time) implements Condition {
        public Within {
            Objects.requireNonNull(attribute, "attribute");
            Objects.requireNonNull(time, "time");
        }

        @Override
        public boolean holds(Facts facts, long now) {
            JsonNode value = facts.attributes().get(attribute);
            return value != null
                    && value.isIntegralNumber()
                    && value.canConvertToLong()
                    && isWithin(value.longValue(), time, now);
        }

        @Override
        public String words() {
            return attribute + " is within the past " + time.toDays() + " days";
        }
    }

    /**
     * The person performed the event within this time, by the event's own time, however late it was
     * received.
     */
    record Performed(String event, Duration time) implements Condition {
        public Performed {
            Objects.requireNonNull(event, "event");
            Objects.requireNonNull(time, "time");
        }

        @Override
        public boolean holds(Facts facts, long now) {
            for (Activity activity : facts.activity()) {
                if (event.equals(activity.name()) && isWithin(activity.timestamp(), time, now)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String words() {
            return "performed " + event + " within the past " + time.toDays() + " days";
        }
    }

    /** The other condition does not hold. */
    record Not(Condition condition) implements Condition {
        public Not {
            Objects.requireNonNull(condition, "condition");
        }

        @Override
        public boolean holds(Facts facts, long now) {
            return !condition.holds(facts, now);
        }

        @Override
        public String words() {
            return "not: " + condition.words();
        }
    }

    private static boolean isWithin(long second, Duration time, long now) {
        return second <= now && now - second < time.toSeconds();
    }
}
