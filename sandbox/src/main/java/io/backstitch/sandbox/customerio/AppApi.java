package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.sandbox.customerio.Identifier.Kind;
import java.util.List;

/** The two App API look-ups that lead to a {@code cio_id}. */
final class AppApi {

    private final Queries queries;

    AppApi(Queries queries) {
        this.queries = queries;
    }

    /** Answers a request under {@code /v1}; the path begins behind it. */
    Reply handle(Request request, List<String> path) {
        if (!request.method().equals("GET") || !path.get(0).equals("customers")) {
            return error(404, "not found");
        }
        if (path.size() == 1) {
            return byEmail(request.query().get("email"));
        }
        if (path.size() == 3 && path.get(2).equals("attributes")) {
            return attributes(path.get(1), request.query().getOrDefault("id_type", "id"));
        }
        return error(404, "not found");
    }

    private Reply byEmail(String email) {
        if (email == null || email.isBlank()) {
            return error(400, "email must be present");
        }
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        for (PersonView person : queries.withEmail(email)) {
            results.add(identifiers(person));
        }
        return Reply.json(200, body);
    }

    private Reply attributes(String value, String idType) {
        Kind kind;
        switch (idType) {
            case "id" -> kind = Kind.ID;
            case "email" -> kind = Kind.EMAIL;
            case "cio_id" -> kind = Kind.CIO_ID;
            default -> {
                return error(400, "id_type must be one of id, email, cio_id");
            }
        }
        PersonView person = queries.person(new Identifier(kind, value));
        if (person == null) {
            return error(404, "not found");
        }
        ObjectNode body = Json.object();
        ObjectNode customer = body.putObject("customer");
        customer.put("id", person.id());
        customer.set("identifiers", identifiers(person));
        ObjectNode attributes = customer.putObject("attributes");
        person.attributes().forEach(attributes::set);
        attributes.put("cio_id", person.cioId());
        return Reply.json(200, body);
    }

    private static ObjectNode identifiers(PersonView person) {
        return Json.object()
                .put("cio_id", person.cioId())
                .put("id", person.id())
                .put("email", person.email());
    }

    static Reply error(int status, String detail) {
        ObjectNode body = Json.object();
        body.putArray("errors")
                .addObject()
                .put("detail", detail)
                .put("status", Integer.toString(status));
        return Reply.json(status, body);
    }
}
