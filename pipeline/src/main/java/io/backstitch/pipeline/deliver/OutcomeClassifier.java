package io.backstitch.pipeline.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.pipeline.deliver.Outcome.Accepted;
import io.backstitch.pipeline.deliver.Outcome.Fault;
import io.backstitch.pipeline.deliver.Outcome.ItemsRefused;
import io.backstitch.pipeline.deliver.Outcome.RequestRefused;
import io.backstitch.pipeline.deliver.Outcome.RetryLater;
import io.backstitch.pipeline.deliver.Outcome.StopTheLine;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Says what an answer means. A pure function; never throws.
 *
 * <p>Where Customer.io documents nothing, the choice is the one that cannot lose an operation: a
 * 2xx whose body is not its JSON did not come from Customer.io and is asked again (ids make that
 * harmless); a status we do not expect stops the line instead of throwing operations away.
 */
final class OutcomeClassifier {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_WORD = 120;

    private OutcomeClassifier() {}

    /**
     * Judges the answer to a batch.
     *
     * @param size operations in the request
     * @param nowMs epoch milliseconds, for a Retry-After that names a date
     */
    static Outcome classify(Answer answer, int size, long nowMs) {
        int status = answer.status();
        if (status == 0) {
            return new RetryLater(answer.failure(), -1, false);
        }
        if (status >= 200 && status < 300) {
            return success(answer, size);
        }
        return switch (status) {
            case 400, 413, 422 -> new RequestRefused(firstFault(answer, status));
            case 408, 425, 429 ->
                    new RetryLater("http_" + status, retryAfter(answer, nowMs), status == 429);
            case 401, 403 ->
                    new StopTheLine(
                            "Customer.io refuses the credentials (HTTP "
                                    + status
                                    + "); put the right key into the secret file, it is read again"
                                    + " before each probe");
            default ->
                    status >= 500
                            ? new RetryLater("http_" + status, retryAfter(answer, nowMs), false)
                            : new StopTheLine(unexpected(status));
        };
    }

    private static String unexpected(int status) {
        return "the Track API address answers HTTP "
                + status
                + (status >= 300 && status < 400
                        ? "; redirects are never followed, check customerio.region"
                        : "; check customerio.region and customerio.track-url");
    }

    private static Outcome success(Answer answer, int size) {
        if (answer.status() == 204) {
            return new Accepted();
        }
        JsonNode body = parse(answer.body());
        if (body == null || !body.isObject()) {
            return new RetryLater("garbled_answer", -1, false);
        }
        JsonNode errors = body.path("errors");
        if (!errors.isArray() || errors.isEmpty()) {
            // A 207 promises errors: without them nothing is known.
            return answer.status() == 207
                    ? new RetryLater("garbled_answer", -1, false)
                    : new Accepted();
        }
        List<Fault> faults = new ArrayList<>(errors.size());
        boolean unplaced = false;
        for (JsonNode error : errors) {
            int index = index(error.path("batch_index"), size);
            if (index >= 0) {
                faults.add(fault(error, index));
            } else if (size == 1) {
                faults.add(fault(error, 0));
            } else {
                unplaced = true;
            }
        }
        return new ItemsRefused(faults, unplaced);
    }

    private static int index(JsonNode node, int size) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            return -1;
        }
        return node.intValue() >= 0 && node.intValue() < size ? node.intValue() : -1;
    }

    private static Fault firstFault(Answer answer, int status) {
        JsonNode body = parse(answer.body());
        if (body != null && body.path("errors").path(0).isObject()) {
            return fault(body.path("errors").path(0), -1);
        }
        return new Fault(-1, "http_" + status, null);
    }

    private static Fault fault(JsonNode error, int index) {
        return new Fault(index, word(error.path("reason")), word(error.path("field")));
    }

    /** Bounded, printable; Customer.io's message is left out because it may quote values. */
    private static String word(JsonNode node) {
        if (!node.isTextual() || node.textValue().isEmpty()) {
            return null;
        }
        String text = node.textValue();
        return text.length() > LONGEST_WORD ? text.substring(0, LONGEST_WORD) : text;
    }

    static JsonNode parse(byte[] body) {
        try {
            return body.length == 0 ? null : JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    /** Milliseconds to wait, from seconds or an HTTP date; -1 if absent or unreadable. */
    static long retryAfter(Answer answer, long nowMs) {
        String text = answer.retryAfter();
        if (text == null) {
            return -1;
        }
        String trimmed = text.trim();
        if (!trimmed.isEmpty() && trimmed.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // Ten digits are 300 years: longer is nonsense, and capped by the caller anyway.
            return Long.parseLong(trimmed.substring(0, Math.min(10, trimmed.length()))) * 1000;
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(trimmed, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Math.max(0, date.toInstant().toEpochMilli() - nowMs);
        } catch (DateTimeException e) {
            return -1;
        }
    }
}
