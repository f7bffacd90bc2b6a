package io.backstitch.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.cli.control.ControlTopic.Command;
import io.backstitch.schemas.wire.DeadLetter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Plans for dead letters of delivery: which events go to the control topic, and what is to be done
 * instead about everything else.
 *
 * @param controlled whether it is known where the job takes commands
 * @param maxAge of the event, since its record reached Kafka
 * @param now when the aftermath was looked at
 */
record Deliveries(boolean controlled, Duration maxAge, Instant now) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Why the letter cannot be replayed whatever has happened since, for people; or null. */
    String obstacle(DeadLetter letter) {
        if (letter.getDeadLetterId().startsWith("control:")) {
            return "a command; give it again";
        } else if (letter.getOperation() == null) {
            return "its operation is not known; the source must send it again";
        }
        String kind = operation(letter).path("kind").asText();
        String instead =
                switch (kind) {
                    case "EVENT" -> null;
                    case "IDENTIFY", "TAKE_OVER" ->
                            "a profile update, and there may be newer ones; the person's next one"
                                    + " states the attribute again";
                    case "MERGE" -> "a merge; merge the two profiles at Customer.io";
                    case "DELETE" ->
                            "a deletion; write the request again under a new subject_request_id";
                    default -> "not an event";
                };
        if (instead != null) {
            return instead;
        } else if (!controlled) {
            return "the job takes no commands: it needs kafka.control-topic; give --config with it,"
                    + " or --control-topic";
        } else if (letter.getPayloadCut() || !isText(Plan.bytes(letter.getPayload()))) {
            return "not kept whole; the source must send it again";
        } else if (letter.getKafkaTime().isBefore(now.minus(maxAge))) {
            return "older than deliver.replay-max-age, "
                    + maxAge.toHours()
                    + " h: Customer.io may have forgotten its id";
        }
        return null;
    }

    /** What to do with an event about which nothing else is in the way. */
    Plan plan(DeadLetter letter, Aftermath aftermath) {
        String person = operation(letter).path("person").asText();
        String obstacle = aftermath.obstacle(person, letter.getUlid(), letter.getKafkaTime());
        if (obstacle != null) {
            return Plan.left(letter, obstacle);
        }
        return new Plan(letter, command(letter).json().getBytes(UTF_8), null);
    }

    /** The command that delivers it. */
    Command command(DeadLetter letter) {
        String body = new String(Plan.bytes(letter.getPayload()), UTF_8);
        try {
            return Command.deliver(
                    letter.getUlid(), letter.getOperation(), body, now.toEpochMilli());
        } catch (IOException e) {
            throw broken(letter, e);
        }
    }

    private static boolean isText(byte[] body) {
        return Arrays.equals(new String(body, UTF_8).getBytes(UTF_8), body);
    }

    private static JsonNode operation(DeadLetter letter) {
        try {
            return JSON.readTree(letter.getOperation());
        } catch (IOException e) {
            throw broken(letter, e);
        }
    }

    private static IllegalStateException broken(DeadLetter letter, IOException why) {
        return new IllegalStateException(
                "The dead letter "
                        + letter.getDeadLetterId()
                        + " holds an operation that is no"
                        + " JSON: Backstitch did not write it. Leave it out with --id, --since.",
                why);
    }
}
