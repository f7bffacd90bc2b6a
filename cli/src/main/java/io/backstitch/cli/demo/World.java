package io.backstitch.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.sandbox.customerio.Activity;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.JourneyDefinition;
import io.backstitch.sandbox.customerio.JourneyEntry;
import io.backstitch.sandbox.customerio.PersonView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the receiver holds in the end, as plain values.
 *
 * @param profiles everybody
 * @param anonymous events of nobody, by anonymous id
 * @param mails mails of the cart recovery journey
 */
public record World(List<Profile> profiles, Map<String, List<Deed>> anonymous, List<Mail> mails) {

    /**
     * A person.
     *
     * @param id identifier, or null
     * @param email identifier, or null
     * @param deeds feed in the order of acceptance
     */
    public record Profile(
            String cioId,
            String id,
            String email,
            Map<String, JsonNode> attributes,
            List<Deed> deeds) {}

    /**
     * An identify or an event in a feed.
     *
     * @param seq number of its acceptance
     * @param name event name; null if it is not an event
     * @param identify true for an identify
     * @param ulid its id as sent, or null
     * @param eventId attribute {@code event_id}, or null
     * @param receivedAt Unix seconds
     * @param how it came to this feed
     */
    public record Deed(
            long seq,
            String name,
            boolean identify,
            String ulid,
            String eventId,
            long receivedAt,
            How how,
            JsonNode attributes) {
        boolean isEvent() {
            return name != null;
        }

        String text(String attribute) {
            JsonNode value = attributes.get(attribute);
            return value == null || value.isNull() ? null : value.asText();
        }
    }

    /** How a deed came to the feed it is in. */
    public enum How {
        /** Sent for this person, or anonymous. */
        DIRECT,
        /** Sent anonymously and associated by Customer.io afterwards: triggers nothing. */
        ASSOCIATED,
        /** Sent for a person who was merged into this one. */
        MERGED
    }

    /**
     * A mail of the cart recovery journey.
     *
     * @param cioId to whom
     * @param cartId about which cart, or null
     * @param dueAt Unix seconds
     */
    public record Mail(String cioId, String cartId, long dueAt) {}

    /** Reads a sandbox, after applying what is still waiting there. */
    public static World of(CustomerIoSandbox sandbox) {
        sandbox.settle();
        List<Profile> profiles = new ArrayList<>();
        for (PersonView person : sandbox.people()) {
            profiles.add(
                    new Profile(
                            person.cioId(),
                            person.id(),
                            person.email(),
                            person.attributes(),
                            deeds(sandbox.activity(person.cioId()))));
        }
        Map<String, List<Deed>> anonymous = new LinkedHashMap<>();
        sandbox.anonymousActivity().forEach((id, feed) -> anonymous.put(id, deeds(feed)));
        List<Mail> mails = new ArrayList<>();
        for (JourneyEntry entry : sandbox.journeyEntries(JourneyDefinition.CART_RECOVERY)) {
            if (entry.outcome() == JourneyEntry.Outcome.MAILED) {
                mails.add(new Mail(entry.cioId(), entry.cartId(), entry.dueAt()));
            }
        }
        return new World(profiles, anonymous, mails);
    }

    /** The same with only what was accepted after the one and until the other number. */
    public World between(long after, long until) {
        Predicate<Deed> within = deed -> deed.seq() > after && deed.seq() <= until;
        List<Profile> fewer = new ArrayList<>();
        for (Profile profile : profiles) {
            fewer.add(
                    new Profile(
                            profile.cioId(),
                            profile.id(),
                            profile.email(),
                            profile.attributes(),
                            profile.deeds().stream().filter(within).toList()));
        }
        Map<String, List<Deed>> fewerOfNobody = new LinkedHashMap<>();
        anonymous.forEach(
                (id, deeds) -> fewerOfNobody.put(id, deeds.stream().filter(within).toList()));
        return new World(fewer, fewerOfNobody, mails);
    }

    private static List<Deed> deeds(List<Activity> feed) {
        List<Deed> deeds = new ArrayList<>(feed.size());
        for (Activity activity : feed) {
            How how =
                    switch (activity.via()) {
                        case DIRECT -> How.DIRECT;
                        case ANONYMOUS -> How.ASSOCIATED;
                        case MERGE -> How.MERGED;
                    };
            deeds.add(
                    new Deed(
                            activity.seq(),
                            activity.name(),
                            activity.type().equals("identify"),
                            activity.ulid(),
                            activity.eventId(),
                            activity.receivedAt(),
                            how,
                            activity.attributes().tree()));
        }
        return deeds;
    }
}
