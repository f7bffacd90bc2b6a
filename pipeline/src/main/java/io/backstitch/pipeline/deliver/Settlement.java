package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.deliver.Outcome.Fault;
import io.backstitch.pipeline.deliver.Results.Refusal;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Operation.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what an operation ends in, and tells it. A refused identify loses the attribute at fault
 * and goes again with the rest: if the answer names none, its attributes are halved into two
 * identifies until the culprit is alone. All but the last part carry a mark in their id, so that
 * only the last makes a receipt; the mark survives restarts.
 */
final class Settlement {
    private static final String PART = "~";
    static final String REFUSED = "refused_by_customerio";
    static final String TOO_LARGE = "too_large";

    private final Results results;
    private final int largest;
    private final boolean canMerge;

    Settlement(Results results, int largestOperation, boolean canMerge) {
        this.results = results;
        this.largest = largestOperation;
        this.canMerge = canMerge;
    }

    /** Whether an operation at the head of its queue has to go to Customer.io. */
    boolean needsRequest(Pending pending) {
        return switch (pending.operation.kind()) {
            case FENCE, FENCED -> false;
            case MERGE -> canMerge;
            default -> pending.length() <= largest;
        };
    }

    /**
     * Settles an operation that has not to go.
     *
     * @return what goes in its place, in order
     */
    List<Pending> withoutRequest(Pending pending) {
        Operation operation = pending.operation;
        switch (operation.kind()) {
            case FENCE -> results.fenced(operation.fenced());
            case MERGE ->
                    results.filtered(
                            operation,
                            MergeLookup.isKnown(operation) ? "merge_needed" : "merge_unchecked");
            default -> {
                String detail =
                        "the operation has "
                                + pending.length()
                                + " bytes, Customer.io takes at most "
                                + largest;
                return refused(pending, List.of(), new Refusal(TOO_LARGE, null, detail));
            }
        }
        return List.of();
    }

    void accepted(Pending pending, String reason) {
        if (!isPart(pending.operation)) {
            results.accepted(pending.operation, reason, pending.attempts);
        }
    }

    /** It was answered with 200 and has had no effect: the email is another profile's. */
    void notTaken(Pending pending) {
        results.filtered(pending.operation, "email_conflict");
    }

    /**
     * Customer.io refused it.
     *
     * @return what goes in its place, in order
     */
    List<Pending> refused(Pending pending, List<Fault> faults) {
        Fault fault = faults.get(0);
        return refused(pending, faults, refusal(fault));
    }

    private static Refusal refusal(Fault fault) {
        String word = fault.reason() == null ? "no reason given" : fault.reason();
        String where = fault.field() == null ? "" : ", field " + fault.field();
        return new Refusal(REFUSED, fault.field(), "Customer.io answered: " + word + where);
    }

    /** It stays refused, whatever might be taken out of it. */
    void refusedAsAWhole(Pending pending, Refusal refusal) {
        Operation operation = pending.operation;
        if (isPart(operation)) {
            results.attributeRefused(whole(operation), "attributes", refusal);
        } else {
            results.refused(operation, refusal, pending.attempts);
        }
    }

    private List<Pending> refused(Pending pending, List<Fault> faults, Refusal refusal) {
        IdentifyBody body =
                pending.operation.kind() == Kind.IDENTIFY
                                && faults.stream().allMatch(this::mayBeAttribute)
                        ? IdentifyBody.of(pending.operation.body())
                        : null;
        if (body == null || body.names().isEmpty()) {
            refusedAsAWhole(pending, refusal);
            return List.of();
        }
        List<String> culprits = new ArrayList<>();
        for (Fault fault : faults) {
            String name = body.attribute(fault.attribute());
            if (name != null && !culprits.contains(name)) {
                culprits.add(name);
                attributeRefused(pending, body, name, refusal(fault));
            }
        }
        if (culprits.isEmpty() && body.names().size() == 1) {
            culprits = body.names();
            attributeRefused(pending, body, culprits.get(0), refusal);
        }
        return culprits.isEmpty() ? halves(pending, body) : rest(pending, body, culprits);
    }

    private boolean mayBeAttribute(Fault fault) {
        return fault.field() == null || fault.field().startsWith("attributes");
    }

    private void attributeRefused(
            Pending pending, IdentifyBody body, String name, Refusal refusal) {
        Operation alone = whole(pending.operation).withBody(body.only(List.of(name)));
        results.attributeRefused(
                alone, name, new Refusal(refusal.reason(), "attributes." + name, refusal.detail()));
    }

    private static List<Pending> rest(Pending pending, IdentifyBody body, List<String> culprits) {
        boolean nothingLeft = culprits.size() == body.names().size();
        return nothingLeft && isPart(pending.operation)
                ? List.of()
                : List.of(again(pending, pending.operation.withBody(body.without(culprits))));
    }

    private static List<Pending> halves(Pending pending, IdentifyBody body) {
        List<List<String>> halves = Bisect.halves(body.names());
        Operation operation = pending.operation;
        Operation first = operation.withId(whole(operation).id() + PART);
        return List.of(
                again(pending, first.withBody(body.only(halves.get(0)))),
                again(pending, operation.withBody(body.only(halves.get(1)))));
    }

    private static Pending again(Pending pending, Operation operation) {
        Pending again = new Pending(operation, pending.attempts);
        again.released = pending.released;
        return again;
    }

    private static boolean isPart(Operation operation) {
        return operation.id().endsWith(PART);
    }

    private static Operation whole(Operation operation) {
        String id = operation.id();
        return isPart(operation)
                ? operation.withId(id.substring(0, id.length() - PART.length()))
                : operation;
    }
}
