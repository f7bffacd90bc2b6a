package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.backstitch.pipeline.normalise.Json;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Feedback;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.schemas.contract.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What is learned from events that are not delivered: Customer.io's own (its feed tells who
 * unsubscribed, whose address bounced, who complained), a source's opt-out, and a consent that
 * changed in the middle of a batch.
 */
final class Feedbacks {
    private static final Set<String> CONSENTS = Set.of("email_opt_in", "sms_opt_in");
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> NOT_PEOPLE = Set.of("anonymous_id", "cart_id", "order_id");
    private static final Set<String> SOFT =
            Set.of("soft", "softbounce", "transient", "temporary", "deferred");

    private final Normaliser normaliser;
    private final int rank;

    Feedbacks(Normaliser normaliser, int rank) {
        this.normaliser = normaliser;
        this.rank = rank;
    }

    /**
     * What an event of Customer.io's own teaches; empty for most of them.
     *
     * @param email address that the batch states, for a bounce that names none; or null
     * @param phone phone number that the batch states, or null
     * @param time when it happened, epoch milliseconds
     */
    List<Attribute> ofFeed(BatchEvent event, String email, JsonNode phone, long time) {
        String name = event.name() == null ? "" : Names.fold(event.name());
        return switch (name) {
            case "customerunsubscribed", "unsubscribed" ->
                    List.of(
                            Feedback.EMAIL_UNSUBSCRIBED.at(time),
                            Feedback.SMS_UNSUBSCRIBED.at(time));
            case "customersubscribed", "subscribed" ->
                    List.of(Feedback.EMAIL_SUBSCRIBED.at(time), Feedback.SMS_SUBSCRIBED.at(time));
            case "emailunsubscribed", "emailmarkedasspam", "emailspammed", "emailcomplained" ->
                    List.of(Feedback.EMAIL_UNSUBSCRIBED.at(time));
            case "smsunsubscribed" -> List.of(Feedback.SMS_UNSUBSCRIBED.at(time));
            case "emailbounced" -> isSoft(event) ? List.of() : emailBounced(event, email, time);
            case "smsbounced" -> isSoft(event) ? List.of() : smsBounced(event, phone, time);
            default -> List.of();
        };
    }

    private static boolean isSoft(BatchEvent event) {
        for (String field : List.of("bounce_type", "failure_type")) {
            String type = SourceValues.idText(property(event, field));
            if (type != null && SOFT.contains(Names.fold(type))) {
                return true;
            }
        }
        return false;
    }

    private List<Attribute> emailBounced(BatchEvent event, String email, long time) {
        String recipient = normaliser.identifier("email", property(event, "recipient"));
        String address = recipient == null ? email : recipient;
        return address == null
                ? List.of()
                : List.of(Feedback.EMAIL_BOUNCED.at(Json.bytes(TextNode.valueOf(address)), time));
    }

    private List<Attribute> smsBounced(BatchEvent event, JsonNode phone, long time) {
        JsonNode recipient = property(event, "recipient");
        JsonNode number = SourceValues.absent(recipient) ? phone : recipient;
        List<Attribute> attributes = profile("phone", number, null, time);
        return attributes.isEmpty()
                ? List.of()
                : List.of(Feedback.SMS_BOUNCED.at(attributes.get(0).json(), time));
    }

    private static JsonNode property(BatchEvent event, String name) {
        for (JsonNode properties : event.properties()) {
            if (!SourceValues.absent(properties.get(name))) {
                return properties.get(name);
            }
        }
        return null;
    }

    private List<Attribute> profile(String name, JsonNode value, String region, long time) {
        if (SourceValues.absent(value)) {
            return List.of();
        }
        return normaliser.profile(
                JsonNodeFactory.instance.objectNode().set(name, value), null, region, time, rank);
    }

    /**
     * What an operational event of a source says about consent: an opt-out of the device's user, or
     * the change of a consent attribute. Unlike a batch's attributes, which tell what holds, it
     * tells what was asked for and when: so it also takes back an earlier unsubscription.
     */
    List<Attribute> ofSource(BatchEvent event, long time) {
        return switch (event.type()) {
            case "opt_out" -> optOut(event, time);
            case "user_attribute_change" -> change(event, time);
            default -> List.of();
        };
    }

    private static List<Attribute> optOut(BatchEvent event, long time) {
        JsonNode out = event.data().get("is_opted_out");
        if (SourceValues.absent(out)) {
            return List.of();
        }
        boolean optedOut = out.asBoolean();
        return List.of(
                (optedOut ? Feedback.EMAIL_UNSUBSCRIBED : Feedback.EMAIL_SUBSCRIBED).at(time),
                (optedOut ? Feedback.SMS_UNSUBSCRIBED : Feedback.SMS_SUBSCRIBED).at(time));
    }

    private List<Attribute> change(BatchEvent event, long time) {
        JsonNode name = event.data().path("user_attribute_name");
        if (!name.isTextual()) {
            return List.of();
        }
        List<Attribute> facts = new ArrayList<>(2);
        for (Attribute stated : profile(name.textValue(), event.data().get("new"), null, time)) {
            if (CONSENTS.contains(stated.name())) {
                facts.add(stated);
                if (Arrays.equals(stated.json(), TRUE)) {
                    boolean email = stated.name().startsWith("email");
                    facts.add(
                            (email ? Feedback.EMAIL_SUBSCRIBED : Feedback.SMS_SUBSCRIBED).at(time));
                }
            }
        }
        return facts;
    }

    /**
     * Whom a fact of Customer.io's is about: only the highest identifier. Its feed is no authority
     * on who has which address, and a device that happens to be named is nobody.
     */
    static Ids person(List<String> levels, Ids held) {
        for (int i = levels.size() - 1; i >= 0; i--) {
            String level = levels.get(i);
            if (!NOT_PEOPLE.contains(level) && held.get(level) != null) {
                return Ids.NONE.with(level, held.get(level));
            }
        }
        return Ids.NONE;
    }
}
