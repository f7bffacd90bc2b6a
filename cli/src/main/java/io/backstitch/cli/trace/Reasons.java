package io.backstitch.cli.trace;

import java.util.Map;

/** A plain sentence for every reason word that the pipeline writes. */
final class Reasons {
    private static final Map<String, String> SENTENCES =
            Map.ofEntries(
                    // Receipts: left out by a rule.
                    Map.entry("operational", "It is about the app itself, not about shopping"),
                    Map.entry(
                            "environment",
                            "It came from a development build or another environment that is left"
                                    + " out"),
                    Map.entry("loop", "It came out of Customer.io itself and must not go back"),
                    Map.entry(
                            "replay",
                            "Its source marked it as a replay of old data, and replays are left"
                                    + " out"),
                    Map.entry("no_events", "Its record holds no event and no profile data"),
                    Map.entry(
                            "unplanned_event",
                            "No event of that name is in the data contract: a new or renamed event"),
                    Map.entry("not_an_erasure", "The privacy request is not one to erase"),
                    Map.entry("alias_of_itself", "It joins an identifier to itself"),
                    Map.entry(
                            "group",
                            "It says which company or team somebody belongs to; that is not used"),
                    Map.entry(
                            "quarantine_copy",
                            "It is the quarantine's copy of an event that also comes the ordinary"
                                    + " way"),
                    Map.entry(
                            "blocked_by_plan",
                            "mParticle's data plan blocked it; it lies in the quarantine only"),
                    Map.entry(
                            "route",
                            "Another source delivers this event; this one's report was only"
                                    + " learned from"),
                    Map.entry(
                            "order_status",
                            "The mapping file of its topic leaves out what this says of the order"),
                    Map.entry(
                            "part_of_total",
                            "It is one line of an order or checkout that another event of its"
                                    + " batch tells as a whole"),
                    Map.entry(
                            "unknown_event_type",
                            "Its source calls it by a type that this version does not know"),
                    Map.entry(
                            "erased",
                            "This person asked to be forgotten; what happened before that is not"
                                    + " sent"),
                    // Receipts: seen before, or taken back.
                    Map.entry(
                            "message_id",
                            "The source sent the same event before; the first one counts"),
                    Map.entry(
                            "order_id",
                            "The same order was reported before; this report only corrected its"
                                    + " figures"),
                    Map.entry(
                            "answered",
                            "The order became known before this was sent, so nothing had to be"
                                    + " said"),
                    // Receipts: how an event found its person.
                    Map.entry(
                            "window",
                            "Nobody said whose it is within the time that events wait for their"
                                    + " person"),
                    Map.entry(
                            "overflow",
                            "Too many events waited there for a person, as with a bot; the oldest"
                                    + " left"),
                    Map.entry(
                            "shared_identifier",
                            "Too many people use this device, cart or address, so it does not say"
                                    + " whose an event is"),
                    Map.entry(
                            "past_72h",
                            "Its person became known more than 72 hours after it happened:"
                                    + " Customer.io triggers nothing on it"),
                    // Receipts: dead letters of delivery, once more.
                    Map.entry(
                            "replayed",
                            "It had become a dead letter, and ./backstitch replay sent it once"
                                    + " more"),
                    Map.entry(
                            "moved",
                            "Its person has become somebody else's meanwhile; under the old"
                                    + " identifier it would make a second profile"),
                    Map.entry("replay_too_old", "It reached Kafka too long ago to be replayed"),
                    Map.entry(
                            "replay_expired",
                            "The job read the command to replay it too late to trust what had been"
                                    + " looked up about its person; give it again"),
                    // Receipts: profiles at Customer.io.
                    Map.entry("nothing_to_merge", "Customer.io has nothing left to merge"),
                    Map.entry(
                            "merge_needed",
                            "Two profiles remain: merging them takes an App API key, and there is"
                                    + " none"),
                    Map.entry(
                            "merge_unchecked",
                            "Whether there is a second profile was not looked up: that takes an App"
                                    + " API key, and there is none"),
                    Map.entry(
                            "email_conflict",
                            "Another profile at Customer.io has this email and keeps it"),
                    Map.entry(
                            "email_unchecked",
                            "Whether the email moved to this profile could not be looked up"),
                    // Dead letters: unreadable records.
                    Map.entry("not_json", "The record is not JSON: ask who writes to the topic"),
                    Map.entry(
                            "not_object",
                            "The record is JSON, but not an object: ask who writes to the topic"),
                    Map.entry(
                            "undecodable",
                            "The record cannot be read as what its topic should hold"),
                    Map.entry(
                            "not_confluent_framed",
                            "The record does not begin as Avro records with a schema id do"),
                    Map.entry(
                            "unknown_schema_id",
                            "The schema registry does not know the schema that the record names"),
                    Map.entry("empty_value", "The record has no value"),
                    Map.entry("unknown_topic", "Nobody said how to read this topic"),
                    Map.entry(
                            "internal_error",
                            "A fault of Backstitch: please report it with the detail"),
                    // Dead letters: records without what they need.
                    Map.entry("no_identifier", "It does not say whose it is"),
                    Map.entry("malformed_event", "The event is not in the form of its source"),
                    Map.entry("malformed_alias", "The instruction does not say what to join"),
                    Map.entry("missing_request_id", "The privacy request has no id of its own"),
                    Map.entry(
                            "unknown_request_type",
                            "The kind of privacy request is not known: nobody was erased"),
                    Map.entry("unknown_command", "The control record holds no known command"),
                    // Dead letters: events that break the contract.
                    Map.entry("missing_property", "A property that it must have is missing"),
                    Map.entry("wrong_type", "A property has the wrong type"),
                    Map.entry(
                            "ambiguous",
                            "Two properties of it say different things about the same fact"),
                    Map.entry(
                            "ambiguous_amount",
                            "An amount in it can be read in more than one way, as 1.234,50 can"),
                    Map.entry(
                            "ambiguous_date",
                            "A date in it has no offset, or its day and month cannot be told"
                                    + " apart"),
                    Map.entry(
                            "unknown_property",
                            "It has a property that the contract does not plan, and the policy is"
                                    + " to hold such events back"),
                    Map.entry(
                            "type_changed",
                            "A property that the contract does not plan has another type than"
                                    + " before"),
                    Map.entry(
                            "left_out_for_size",
                            "It was too large with this property, which the contract does not"
                                    + " plan"),
                    Map.entry(
                            "too_many_attributes",
                            "The profile has more attributes than Customer.io takes"),
                    Map.entry("out_of_range", "A number is outside of what makes sense"),
                    Map.entry("invalid_email", "Its email address is none"),
                    Map.entry("invalid_phone", "Its phone number is none"),
                    Map.entry("invalid_currency", "Its currency is none"),
                    Map.entry("too_long", "A text is longer than is taken"),
                    Map.entry("too_large", "It is larger than is taken"),
                    Map.entry("name_length", "The event's name is empty or too long"),
                    Map.entry(
                            "derived_event", "The source sent an event that only Backstitch makes"),
                    // Dead letters: delivery.
                    Map.entry(
                            "refused_by_customerio",
                            "Customer.io refused it for good; the dead letter has its reason"),
                    Map.entry(
                            "gave_up",
                            "It kept failing on its own for too long while others were accepted"),
                    Map.entry("broken_merge", "The merge did not name two profiles"),
                    // Identity decisions.
                    Map.entry("inferred", "Concluded from a cart or an order, not stated"),
                    Map.entry("latest_wins", "Two people claim it; whoever said so last has it"),
                    Map.entry(
                            "owned_by_another",
                            "It belongs to somebody else, and two people are never merged because"
                                    + " of it"),
                    Map.entry(
                            "not_authoritative",
                            "This source may not change whose a known identifier is"),
                    Map.entry(
                            "attribution_revised",
                            "A login or logout came late; events already given away stay where"
                                    + " they are"),
                    Map.entry("max_owners", "More people claimed it than one identifier may have"),
                    Map.entry(
                            "alias_not_configured",
                            "Joining identifiers of this level is switched off"),
                    Map.entry("alias_chain", "One of the two was already joined to something else"),
                    Map.entry("linked", "It was known to belong to the person who was erased"));

    private Reasons() {}

    /** The sentence, without a full stop. */
    static String sentence(String word) {
        return SENTENCES.getOrDefault(word, "No explanation is known for this reason");
    }

    static boolean knows(String word) {
        return SENTENCES.containsKey(word);
    }
}
