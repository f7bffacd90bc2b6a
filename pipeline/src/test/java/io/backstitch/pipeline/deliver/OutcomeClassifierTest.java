package io.backstitch.pipeline.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.deliver.Outcome.Fault;
import io.backstitch.pipeline.deliver.Outcome.ItemsRefused;
import io.backstitch.pipeline.deliver.Outcome.RequestRefused;
import io.backstitch.pipeline.deliver.Outcome.RetryLater;
import io.backstitch.pipeline.deliver.Outcome.StopTheLine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeClassifierTest {
    /** 2026-11-23T12:00:00Z. */
    private static final long NOW = 1_795_435_200_000L;

    @ParameterizedTest(name = "{0} with {1} is {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {}                                          | Accepted",
                "200 | {\"meta\":{}}                               | Accepted",
                "202 | {}                                          | Accepted",
                "204 |                                             | Accepted",
                "200 | {\"errors\":[]}                             | Accepted",
                "200 | {\"errors\":[{\"batch_index\":1}]}          | ItemsRefused",
                "207 | {\"errors\":[{\"batch_index\":0}]}          | ItemsRefused",
                "207 | {\"errors\":[{\"batch_index\":9}]}          | ItemsRefused",
                "207 | {}                                          | RetryLater",
                "200 |                                             | RetryLater",
                "200 | <html>Welcome to Hotel WiFi</html>          | RetryLater",
                "200 | []                                          | RetryLater",
                "200 | {\"errors\":[                               | RetryLater",
                "400 | {\"errors\":[{\"reason\":\"invalid\"}]}     | RequestRefused",
                "400 | {\"meta\":{\"error\":\"x\"}}                | RequestRefused",
                "400 |                                             | RequestRefused",
                "413 |                                             | RequestRefused",
                "422 |                                             | RequestRefused",
                "408 |                                             | RetryLater",
                "425 |                                             | RetryLater",
                "429 |                                             | RetryLater",
                "500 |                                             | RetryLater",
                "502 | <html>bad gateway</html>                    | RetryLater",
                "503 |                                             | RetryLater",
                "504 |                                             | RetryLater",
                "522 |                                             | RetryLater",
                "401 |                                             | StopTheLine",
                "403 |                                             | StopTheLine",
                "301 |                                             | StopTheLine",
                "302 |                                             | StopTheLine",
                "307 |                                             | StopTheLine",
                "308 |                                             | StopTheLine",
                "404 |                                             | StopTheLine",
                "405 |                                             | StopTheLine",
                "418 |                                             | StopTheLine",
                "100 |                                             | StopTheLine",
            })
    void everyAnswerHasOneMeaning(int status, String body, String expected) {
        assertThat(classify(status, body, null).getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void noAnswerAtAllMeansAgain() {
        assertThat(OutcomeClassifier.classify(Answer.none("timeout"), 3, NOW))
                .isEqualTo(new RetryLater("timeout", -1, false));
    }

    @Test
    void refusedItemsAreNamedByIndexEachWithAllItsFaults() {
        String body =
                "{\"errors\":[{\"batch_index\":2,\"reason\":\"invalid\",\"field\":\"attributes.a\","
                        + "\"message\":\"secret@example.com is bad\"},"
                        + "{\"batch_index\":2,\"reason\":\"required\",\"field\":\"attributes.b\"},"
                        + "{\"batch_index\":0,\"reason\":\"invalid\",\"field\":\"name\"}]}";
        ItemsRefused outcome = (ItemsRefused) classify(207, body, null);
        assertThat(outcome.unplaced()).isFalse();
        assertThat(outcome.faults())
                .containsExactly(
                        new Fault(2, "invalid", "attributes.a"),
                        new Fault(2, "required", "attributes.b"),
                        new Fault(0, "invalid", "name"));
        assertThat(outcome.toString()).doesNotContain("secret");
    }

    @Test
    void errorsThatNameNoOperationOfTheRequestLeaveTheOthersUnknown() {
        for (String index : List.of("3", "-1", "1.5", "\"1\"", "null", "99999999999")) {
            String body = "{\"errors\":[{\"batch_index\":" + index + "},{\"batch_index\":1}]}";
            ItemsRefused outcome = (ItemsRefused) classify(207, body, null);
            assertThat(outcome.unplaced()).as(index).isTrue();
            assertThat(outcome.faults()).containsExactly(new Fault(1, null, null));
        }
    }

    @Test
    void anErrorWithoutIndexIsAboutTheOnlyOperation() {
        Answer answer = answer(207, "{\"errors\":[{\"reason\":\"invalid\"}]}", null);
        assertThat(OutcomeClassifier.classify(answer, 1, NOW))
                .isEqualTo(new ItemsRefused(List.of(new Fault(0, "invalid", null)), false));
    }

    @Test
    void aRefusedRequestTellsWhatCustomerIoSays() {
        String body = "{\"errors\":[{\"reason\":\"invalid\",\"field\":\"attributes.phone\"}]}";
        Fault fault = ((RequestRefused) classify(400, body, null)).fault();
        assertThat(fault.attribute()).isEqualTo("phone");
        assertThat(((RequestRefused) classify(413, "nonsense", null)).fault().reason())
                .isEqualTo("http_413");
    }

    @ParameterizedTest(name = "Retry-After: {0} is {1} ms")
    @CsvSource(
            delimiter = '|',
            value = {
                "7                             | 7000",
                "0                             | 0",
                "Mon, 23 Nov 2026 12:00:30 GMT | 30000",
                "Mon, 23 Nov 2026 11:00:00 GMT | 0",
                "soon                          | -1",
                "-5                            | -1",
                "1.5                           | -1",
                "99999999999999999999          | 9999999999000",
            })
    void retryAfterIsSecondsOrADate(String header, long millis) {
        assertThat(classify(429, "", header)).isEqualTo(new RetryLater("http_429", millis, true));
        assertThat(((RetryLater) classify(503, "", header)).throttled()).isFalse();
    }

    @Test
    void stopSentencesSayWhatToDo() {
        assertThat(((StopTheLine) classify(401, "", null)).why()).contains("secret file");
        assertThat(((StopTheLine) classify(302, "", null)).why())
                .contains("redirects are never followed")
                .contains("customerio.region");
    }

    private static Outcome classify(int status, String body, String retryAfter) {
        return OutcomeClassifier.classify(answer(status, body, retryAfter), 3, NOW);
    }

    private static Answer answer(int status, String body, String retryAfter) {
        return Answer.of(status, retryAfter, body == null ? null : body.getBytes(UTF_8));
    }
}
