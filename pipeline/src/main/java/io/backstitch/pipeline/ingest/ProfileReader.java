package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.backstitch.pipeline.normalise.Json;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Ids;
import java.util.List;

/** Reads what a batch says about its person: attributes, and identities that are attributes too. */
final class ProfileReader {
    private static final String MOBILE = "mobile_number";

    private final Normaliser normaliser;
    private final Identity identity;
    private final int rank;

    ProfileReader(Normaliser normaliser, Identity identity, int rank) {
        this.normaliser = normaliser;
        this.identity = identity;
        this.rank = rank;
    }

    /** The phone number that the batch states, or null. */
    JsonNode phone(Batch batch) {
        JsonNode phone = batch.attributes().get("phone");
        if (!SourceValues.absent(phone)) {
            return phone;
        }
        String mobile = identity.of(batch.identities(), MOBILE);
        return mobile == null ? null : TextNode.valueOf(mobile);
    }

    /**
     * @param last identifiers at the end of the batch
     * @param region where a phone number without country is from, or null
     * @param time when it was stated, epoch milliseconds
     */
    List<Attribute> read(Batch batch, Ids last, String region, long time) {
        List<Attribute> profile =
                normaliser.profile(
                        attributes(batch), batch.deletedAttributes(), region, time, rank);
        String email = last.get("email");
        if (email != null) {
            profile.removeIf(attribute -> attribute.name().equals("email"));
            profile.add(0, new Attribute("email", Json.bytes(TextNode.valueOf(email)), time, rank));
        }
        for (String name : List.of("customer_id", "email")) {
            String plain = identity.plain(batch.identities(), name);
            if (plain != null) {
                profile.removeIf(attribute -> attribute.name().equals(name));
                profile.add(Bundler.attribute(name, plain, time, rank));
            }
        }
        return profile;
    }

    private JsonNode attributes(Batch batch) {
        JsonNode attributes = batch.attributes();
        String mobile = identity.of(batch.identities(), MOBILE);
        if (mobile == null || attributes.get(MOBILE) != null) {
            return attributes;
        }
        ObjectNode more = JsonNodeFactory.instance.objectNode();
        more.setAll((ObjectNode) attributes);
        return more.put(MOBILE, mobile);
    }
}
