package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.pipeline.record.Subject;
import io.backstitch.pipeline.record.Ulids;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes operations in the form of Customer.io's Track API v2. Ids are functions of the source
 * event or of the business fact, never of the person, the clock or the attempt.
 */
final class Operations {
    static final String ORDER_COMPLETED = "order_completed";
    private static final String DERIVED = "derived";

    private final PersonSettings settings;

    private final Sent sent;

    /**
     * @param sent which of the person's lives it is
     */
    Operations(PersonSettings settings, Sent sent) {
        this.settings = settings;
        this.sent = sent;
    }

    /** A source event; {@code cartId} is added if the source named no cart. */
    Operation event(
            PersonKey person, long seq, Bundle bundle, Event event, String cartId, Stitch stitch) {
        Commerce commerce = event.commerce();
        String orderId = commerce == null ? null : commerce.orderId();
        boolean named = commerce != null && commerce.cartId() != null;
        String name =
                settings.sabotage() == PersonSettings.Sabotage.NAMES
                        ? event.sourceName()
                        : event.name();
        Json attributes = new Json().open().fieldsOf(event.attributes());
        if (cartId != null && !named) {
            attributes.string("cart_id", cartId);
        }
        attributes
                .string("event_id", event.id())
                .string("event_source", bundle.platform())
                .string("contract_version", settings.contractVersion())
                .close();
        // Nobody's order must not use up the id of the order_completed that its person gets.
        boolean nobodys = PersonKey.ANONYMOUS.equals(person.type());
        String ulid = nobodys ? sourceId(bundle, event) : ulid(bundle, event);
        // Decided again after a failure, its person may be known in time: that would be another id.
        boolean provisional = nobodys && isOrder(commerce);
        return new Operation(
                Operation.Kind.EVENT,
                person.text(),
                ulid,
                seq,
                body(
                        person,
                        event.sentAs() == null ? name : event.sentAs(),
                        bundle.platform(),
                        ulid,
                        event.time(),
                        attributes.bytes()),
                List.of(),
                null,
                new Subject(
                        bundle.origin(),
                        bundle.source(),
                        bundle.platform(),
                        event.id(),
                        name,
                        event.time(),
                        orderId,
                        cartId,
                        commerce == null ? null : commerce.valueMinor(),
                        commerce == null ? null : commerce.currency(),
                        stitch,
                        settings.contractVersion(),
                        null),
                provisional,
                false);
    }

    private String ulid(Bundle bundle, Event event) {
        Commerce commerce = event.commerce();
        if (isOrder(commerce)) {
            return Ulids.forFact(
                    settings.ulidKey(), settings.namespace(), ORDER_COMPLETED, commerce.orderId());
        }
        return sourceId(bundle, event);
    }

    private static boolean isOrder(Commerce commerce) {
        return commerce != null
                && commerce.kind() == Commerce.Kind.ORDER
                && commerce.orderId() != null;
    }

    private String sourceId(Bundle bundle, Event event) {
        return Ulids.forEvent(
                settings.ulidKey(),
                settings.namespace(),
                bundle.source(),
                bundle.device() == null ? "" : bundle.device(),
                event.id(),
                "event",
                event.rawTime());
    }

    /**
     * An event the ledger derived; {@code attributes} is its open JSON object.
     *
     * @param fact what happened, of which Customer.io is to hear once, under whatever name
     */
    Operation derived(
            PersonKey person,
            long seq,
            Origin origin,
            String name,
            String fact,
            String businessKey,
            long time,
            String orderId,
            String cartId,
            Json attributes) {
        String key = sent.inThisLife(businessKey);
        attributes
                .string("event_id", name + ":" + key)
                .string("event_source", "backend")
                .string("contract_version", settings.contractVersion())
                .close();
        String ulid = Ulids.forFact(settings.ulidKey(), settings.namespace(), fact, key);
        return new Operation(
                Operation.Kind.EVENT,
                person.text(),
                ulid,
                seq,
                body(person, name, "backend", ulid, time, attributes.bytes()),
                List.of(),
                null,
                new Subject(
                        origin,
                        DERIVED,
                        "backend",
                        name + ":" + key,
                        name,
                        time,
                        orderId,
                        cartId,
                        null,
                        null,
                        null,
                        settings.contractVersion(),
                        null));
    }

    /** The same event, of the person whom its owner turned out to be. */
    static Operation readdress(Operation event, PersonKey from, PersonKey to) {
        int prefix = person(from).bytes().length;
        byte[] rest = Arrays.copyOfRange(event.body(), prefix, event.body().length);
        return event.of(to.text()).withBody(person(to).raw(rest).bytes());
    }

    private static byte[] body(
            PersonKey person,
            String name,
            String platform,
            String ulid,
            long time,
            byte[] attributes) {
        boolean view = name.startsWith(Event.VIEW);
        return person(person)
                .string("action", view ? platform.equals("web") ? "page" : "screen" : "event")
                .string("name", view ? name.substring(Event.VIEW.length()) : name)
                .string("id", ulid)
                .number("timestamp", Math.floorDiv(time, 1000L))
                .key("attributes")
                .raw(attributes)
                .close()
                .bytes();
    }

    private static Json person(PersonKey person) {
        byte[] identifiers =
                new Json().open().string(person.type(), person.value()).close().bytes();
        return new Json().open().string("type", "person").key("identifiers").raw(identifiers);
    }

    /** Changed attributes; {@code second} is the Unix second that orders identifies. */
    Operation identify(
            Operation.Kind kind,
            PersonKey person,
            long seq,
            Origin origin,
            String source,
            long second,
            Map<String, byte[]> changes) {
        Json attributes = new Json().open();
        for (Map.Entry<String, byte[]> change : changes.entrySet()) {
            attributes.key(change.getKey()).raw(change.getValue());
        }
        attributes.close();
        byte[] body =
                person(person)
                        .string("action", "identify")
                        .number("timestamp", second)
                        .key("attributes")
                        .raw(attributes.bytes())
                        .close()
                        .bytes();
        return profile(kind, person, seq, origin, source, body);
    }

    /**
     * Joins another Customer.io profile into this person's.
     *
     * @param known Customer.io was told of both: if it finds one of them missing, it is late
     */
    Operation merge(PersonKey person, PersonKey other, long seq, boolean known, Origin origin) {
        byte[] primary = new Json().open().string(person.type(), person.value()).close().bytes();
        byte[] secondary = new Json().open().string(other.type(), other.value()).close().bytes();
        byte[] body =
                new Json()
                        .open()
                        .key("primary")
                        .raw(primary)
                        .key("secondary")
                        .raw(secondary)
                        .key("known")
                        .raw(known ? Json.TRUE : Json.FALSE)
                        .close()
                        .bytes();
        return profile(Operation.Kind.MERGE, person, seq, origin, DERIVED, body);
    }

    /** Removes the person's profile. */
    Operation delete(PersonKey person, long seq, Erase request) {
        byte[] body = person(person).string("action", "delete").close().bytes();
        String id =
                Ulids.forFact(
                        settings.ulidKey(),
                        settings.namespace(),
                        Operation.Kind.DELETE.name(),
                        person.text() + "#" + request.request());
        return profile(Operation.Kind.DELETE, id, person, seq, request.origin(), DERIVED, body);
    }

    private Operation profile(
            Operation.Kind kind,
            PersonKey person,
            long seq,
            Origin origin,
            String source,
            byte[] body) {
        String id =
                Ulids.forFact(
                        settings.ulidKey(),
                        settings.namespace(),
                        kind.name(),
                        sent.inThisLife(person.text() + "#" + seq));
        return profile(kind, id, person, seq, origin, source, body);
    }

    private Operation profile(
            Operation.Kind kind,
            String id,
            PersonKey person,
            long seq,
            Origin origin,
            String source,
            byte[] body) {
        Subject subject =
                new Subject(
                        origin,
                        source,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        settings.contractVersion(),
                        null);
        return new Operation(kind, person.text(), id, seq, body, List.of(), null, subject);
    }
}
