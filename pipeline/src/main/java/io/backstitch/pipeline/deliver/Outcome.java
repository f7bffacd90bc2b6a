package io.backstitch.pipeline.deliver;

import java.util.ArrayList;
import java.util.List;

/** What an answer means for the operations that were in the request. */
sealed interface Outcome {
    /** All of them were taken. */
    record Accepted() implements Outcome {}

    /**
     * Those named were refused for good.
     *
     * @param faults one per refusal; several may be about one operation
     * @param unplaced some refusal named no operation of the request, so nothing is known about the
     *     others; if false, the others were taken
     */
    record ItemsRefused(List<Fault> faults, boolean unplaced) implements Outcome {
        /** The faults of each operation of a request of that size. */
        List<List<Fault>> byItem(int size) {
            List<List<Fault>> byItem = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                byItem.add(new ArrayList<>(1));
            }
            faults.forEach(fault -> byItem.get(fault.index()).add(fault));
            return byItem;
        }
    }

    /**
     * The request was refused as a whole: at least one operation is at fault, or there are too
     * many.
     *
     * @param fault what the answer says, {@link Fault#index()} is -1
     */
    record RequestRefused(Fault fault) implements Outcome {}

    /**
     * Nothing is known, or it was not the time: the same bytes again.
     *
     * @param why short word for logs and metrics
     * @param retryAfterMs how long Customer.io asks to wait, or -1
     * @param throttled Customer.io asks for fewer requests
     */
    record RetryLater(String why, long retryAfterMs, boolean throttled) implements Outcome {}

    /**
     * No request can succeed until somebody acts: credentials, address or account.
     *
     * @param why sentence for the operator: what is wrong and what to do
     */
    record StopTheLine(String why) implements Outcome {}

    /**
     * One refusal.
     *
     * @param index of the operation in the request, or -1
     * @param reason Customer.io's word, or null
     * @param field path of what it objects to, or null
     */
    record Fault(int index, String reason, String field) {
        private static final String ATTRIBUTES = "attributes.";

        /** The attribute at fault, or null if none is named. */
        String attribute() {
            return field != null && field.startsWith(ATTRIBUTES)
                    ? field.substring(ATTRIBUTES.length())
                    : null;
        }
    }
}
