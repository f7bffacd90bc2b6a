package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Operation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatchTest {
    private static final Answer OK = ScriptedClient.ok();
    private static final Answer BAD_REQUEST = ScriptedClient.answer(400, "{}");

    @Test
    void lightLoadWaitsOnlyForTheLinger() {
        Desk desk = new Desk("deliver.linger", "20 ms");
        long start = desk.timers.now();
        desk.add(Ops.event("id:1", "a", 2));
        assertThat(desk.client.open).isEmpty();
        desk.request();
        assertThat(desk.timers.now()).isEqualTo(start + 20);
    }

    @Test
    void noLingerSendsAtOnce() {
        Desk desk = new Desk("deliver.linger", "0 ms");
        desk.add(Ops.event("id:1", "a", 2));
        assertThat(desk.client.open).hasSize(1);
    }

    @Test
    void aFullRequestDoesNotWait() {
        Desk desk = new Desk("deliver.max-batch-operations", "3");
        desk.add(Ops.event("id:1", "a", 2), Ops.event("id:2", "b", 2), Ops.event("id:3", "c", 2));
        assertThat(desk.inRequest()).containsExactly("a", "b", "c");
        assertThat(desk.timers.now()).isEqualTo(1_000_000);
    }

    @Test
    void requestsFillUpWhileOthersAreInFlight() {
        Desk desk =
                new Desk(
                        "deliver.linger", "0 ms",
                        "deliver.max-in-flight", "1",
                        "deliver.max-batch-operations", "50");
        for (int i = 0; i < 60; i++) {
            desk.add(Ops.event("id:" + i, "e" + i, 2));
        }
        assertThat(desk.inRequest()).hasSize(1);
        desk.answer(OK);
        assertThat(desk.inRequest()).hasSize(50);
    }

    @Test
    void bytesOnTheWireStayWithinTheLimit() {
        Desk desk =
                new Desk(
                        "deliver.max-batch-bytes", "1000",
                        "deliver.max-operation-bytes", "900");
        for (int i = 0; i < 20; i++) {
            desk.add(Ops.event("id:" + i, "e" + i, 2));
        }
        desk.acceptEverything();
        assertThat(desk.client.sent).allMatch(body -> body.length() <= 1000);
        assertThat(desk.client.sent.get(0).length()).isGreaterThan(850);
        assertThat(desk.results.settled).hasSize(20);
    }

    @Test
    void eventsOfOnePersonShareARequestButIdentifyGoesAlone() {
        Desk desk = new Desk();
        desk.add(
                Ops.event("id:1", "a", 2),
                Ops.event("id:1", "b", 3),
                Ops.identify("id:1", "c", 4, "{\"x\":1}"),
                Ops.event("id:1", "d", 5));
        assertThat(desk.inRequest()).containsExactly("a", "b");
        desk.answer(OK);
        assertThat(desk.inRequest()).containsExactly("identify");
        desk.answer(OK);
        assertThat(desk.inRequest()).containsExactly("d");
        desk.answer(OK);
        assertThat(desk.results.settled)
                .containsExactly("accepted a", "accepted b", "accepted c", "accepted d");
        assertThat(desk.lanes.buffered()).isZero();
        assertThat(desk.lanes.bufferedBytes()).isZero();
    }

    @Test
    void theVeryFirstOperationOfAPersonGoesAlone() {
        Desk desk = new Desk();
        desk.add(Ops.event("id:1", "a", 1), Ops.event("id:1", "b", 2), Ops.event("id:1", "c", 3));
        assertThat(desk.inRequest()).containsExactly("a");
        desk.answer(OK);
        assertThat(desk.inRequest()).containsExactly("b", "c");
    }

    @Test
    void anonymousEventsCreateNobodyAndMayShare() {
        Desk desk = new Desk();
        desk.add(Ops.event("anonymous_id:d", "a", 1), Ops.event("anonymous_id:d", "b", 2));
        assertThat(desk.inRequest()).containsExactly("a", "b");
    }

    @Test
    void aRetrySendsTheSameBytesLater() {
        Desk desk = new Desk();
        desk.add(Ops.event("id:1", "a", 2), Ops.event("id:2", "b", 2));
        long first = desk.timers.now();
        desk.answer(Answer.none("timeout"));
        desk.answer(ScriptedClient.answer(503, ""));
        desk.add(Ops.event("id:1", "c", 3));
        desk.answer(OK);
        assertThat(desk.client.sent.get(0))
                .isEqualTo(desk.client.sent.get(1))
                .isEqualTo(desk.client.sent.get(2));
        assertThat(desk.timers.now() - first).isGreaterThanOrEqualTo(300);
        assertThat(desk.inRequest()).containsExactly("c");
    }

    @Test
    void retryAfterIsHonouredAndCapped() {
        Desk desk = new Desk("deliver.retry-after.max", "60 s", "deliver.max-in-flight", "1");
        desk.add(Ops.event("id:1", "a", 2));
        desk.request();
        long asked = desk.timers.now();
        desk.answer(Answer.of(429, "7", new byte[0]));
        desk.add(Ops.event("id:2", "b", 2));
        desk.request();
        assertThat(desk.timers.now()).isBetween(asked + 7_000, asked + 7_100);
        desk.answer(Answer.of(429, "86400", new byte[0]));
        long again = desk.timers.now();
        desk.request();
        assertThat(desk.timers.now()).isBetween(again + 60_000, again + 60_100);
    }

    @Test
    void aRefusedEventBecomesADeadLetterAndTheOthersGoOn() {
        Desk desk = new Desk();
        desk.add(Ops.event("id:1", "a", 2), Ops.event("id:1", "b", 3), Ops.event("id:1", "c", 4));
        desk.answer(
                ScriptedClient.answer(
                        207,
                        "{\"errors\":[{\"batch_index\":1,\"reason\":\"invalid\",\"field\":\"name\"}]}"));
        assertThat(desk.results.settled)
                .containsExactly("accepted a", "refused b refused_by_customerio", "accepted c");
    }

    @Test
    void aRefusedIdentifyLosesTheNamedAttributesOnly() {
        Desk desk = new Desk();
        desk.add(
                Ops.identify("id:1", "i", 2, "{\"phone\":\"x\",\"ltv\":10.50,\"a.b\":{\"c\":1}}"),
                Ops.event("id:1", "e", 3));
        desk.answer(
                ScriptedClient.answer(
                        207,
                        "{\"errors\":[{\"batch_index\":0,\"field\":\"attributes.phone\"},"
                                + "{\"batch_index\":0,\"field\":\"attributes.a.b.c\"}]}"));
        assertThat(desk.request().text()).contains("\"attributes\":{\"ltv\":10.50}");
        desk.answer(OK);
        desk.answer(OK);
        assertThat(desk.results.attributes).containsExactly("i phone", "i a.b");
        assertThat(desk.results.settled).containsExactly("accepted i", "accepted e");
    }

    @Test
    void anIdentifyRefusedWithoutANameIsHalvedUntilTheCulpritIsAlone() {
        Desk desk = new Desk();
        desk.add(
                Ops.identify("id:1", "i", 2, "{\"a\":1,\"b\":2,\"bad\":3,\"d\":4,\"e\":5}"),
                Ops.event("id:1", "e1", 3));
        for (int i = 0; i < 20 && desk.lanes.buffered() > 0; i++) {
            desk.answer(desk.request().text().contains("bad") ? BAD_REQUEST : OK);
        }
        assertThat(desk.results.attributes).containsExactly("i bad");
        assertThat(desk.results.settled).containsExactly("accepted i", "accepted e1");
    }

    @Test
    void anIdentifyRefusedForItsIdentifierIsRefusedAsAWhole() {
        Desk desk = new Desk();
        desk.add(Ops.identify("id:1", "i", 2, "{\"a\":1,\"b\":2}"));
        desk.answer(
                ScriptedClient.answer(
                        400, "{\"errors\":[{\"reason\":\"x\",\"field\":\"identifiers.id\"}]}"));
        assertThat(desk.results.settled).containsExactly("refused i refused_by_customerio");
        assertThat(desk.results.attributes).isEmpty();
    }

    @Test
    void bisectFindsTheCulpritWithinLogarithmicRounds() {
        for (int size : List.of(1, 2, 3, 7, 64, 100)) {
            for (int bad = 0; bad < size; bad += Math.max(1, size / 5)) {
                Desk desk = new Desk("deliver.max-batch-operations", "100");
                for (int i = 0; i < size; i++) {
                    desk.add(Ops.event("id:" + i % 7, "e" + i + ".", 2 + i));
                }
                String culprit = "\"e" + bad + ".\"";
                int rounds = 0;
                while (desk.lanes.buffered() > 0) {
                    boolean hit = desk.request().text().contains(culprit);
                    rounds += hit ? 1 : 0;
                    desk.answer(hit ? BAD_REQUEST : OK);
                }
                int most = (int) Math.ceil(Math.log(size) / Math.log(2)) + 1;
                assertThat(rounds).as("culprit %d of %d", bad, size).isLessThanOrEqualTo(most);
                assertThat(desk.results.settled)
                        .hasSize(size)
                        .contains("refused e" + bad + ". refused_by_customerio");
            }
        }
    }

    @Test
    void errorsThatFitNoOperationAreNarrowedDown() {
        Desk desk = new Desk();
        for (int i = 0; i < 8; i++) {
            desk.add(Ops.event("id:" + i, "e" + i, 2));
        }
        while (desk.lanes.buffered() > 0) {
            boolean hit = desk.request().text().contains("\"e5\"");
            desk.answer(
                    hit ? ScriptedClient.answer(207, "{\"errors\":[{\"batch_index\":77}]}") : OK);
        }
        assertThat(desk.results.settled)
                .hasSize(8)
                .contains("refused e5 refused_by_customerio", "accepted e4");
    }

    @Test
    void wrongCredentialsKeepEverythingAndResumeWithTheRotatedKey() {
        Desk desk = new Desk("deliver.linger", "0 ms");
        desk.add(Ops.event("id:1", "a", 2));
        desk.answer(ScriptedClient.answer(401, ""));
        for (int i = 0; i < 50; i++) {
            desk.add(Ops.event("id:" + (2 + i), "e" + i, 2));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(desk.client.open).hasSizeLessThanOrEqualTo(1);
            desk.answer(ScriptedClient.answer(403, ""));
        }
        assertThat(desk.results.settled).isEmpty();
        assertThat(desk.client.reloads).isGreaterThanOrEqualTo(10);
        desk.acceptEverything();
        assertThat(desk.results.settled).hasSize(51);
    }

    @Test
    void everySubtaskKeepsToItsShareOfTheAccountsCeiling() {
        Desk desk =
                Desk.oneOf(
                        4,
                        "customerio.requests-per-second",
                        "40",
                        "deliver.max-batch-operations",
                        "1",
                        "deliver.linger",
                        "0 ms");
        for (int i = 0; i < 500; i++) {
            desk.add(Ops.event("id:" + i, "e" + i, 2));
        }
        long end = desk.timers.now() + 20_000;
        while (desk.timers.now() < end) {
            desk.answer(OK);
        }
        assertThat(desk.client.sent).hasSizeBetween(195, 210);
    }

    @Test
    void aRedirectStopsTheLine() {
        Desk desk = new Desk();
        desk.add(Ops.event("id:1", "a", 2));
        desk.answer(ScriptedClient.answer(301, ""));
        assertThat(desk.results.settled).isEmpty();
        desk.acceptEverything();
        assertThat(desk.results.settled).containsExactly("accepted a");
    }

    @Test
    void anOutageIsProbedWithOneRequestAtATime() {
        Desk desk = new Desk("deliver.linger", "0 ms", "deliver.max-batch-operations", "1");
        for (int i = 0; i < 100; i++) {
            desk.add(Ops.event("id:" + i, "e" + i, 2));
        }
        for (int i = 0; i < 8; i++) {
            desk.answer(Answer.none("no_connection"));
        }
        long down = desk.timers.now();
        int before = desk.client.sent.size();
        while (desk.timers.now() < down + 600_000) {
            desk.request();
            assertThat(desk.client.open).hasSize(1);
            desk.answer(Answer.none("no_connection"));
        }
        assertThat(desk.client.sent.size() - before).isLessThan(50);
        desk.acceptEverything();
        assertThat(desk.results.settled).hasSize(100);
    }

    @Test
    void anOperationThatAloneKeepsFailingStopsNobodyElseAndIsGivenUpInTheEnd() {
        Desk desk = new Desk("deliver.give-up-after", "10 min", "deliver.max-in-flight", "1");
        desk.add(Ops.event("id:b", "bad", 2), Ops.event("id:b", "behind", 3));
        desk.add(Ops.event("id:0", "e0", 2));
        long start = desk.timers.now();
        int n = 1;
        while (desk.timers.now() < start + 300_000) {
            desk.request();
            boolean poisoned = desk.request().text().contains("\"bad\"");
            desk.answer(poisoned ? ScriptedClient.answer(500, "") : OK);
            desk.add(Ops.event("id:" + n, "e" + n, 2));
            n++;
        }
        assertThat(desk.results.settled).contains("accepted e0", "accepted e" + (n - 5));
        assertThat(desk.results.settled).doesNotContain("refused bad gave_up");
        while (desk.lanes.buffered() > 0) {
            boolean poisoned = desk.request().text().contains("\"bad\"");
            desk.answer(poisoned ? ScriptedClient.answer(500, "") : OK);
            if (poisoned) {
                desk.add(Ops.event("id:" + n, "e" + n, 2));
                n++;
            }
        }
        assertThat(desk.results.settled).contains("refused bad gave_up", "accepted behind");
        assertThat(desk.timers.now()).isGreaterThan(start + 600_000);
    }

    @Test
    void onePoisonedOperationAtLightLoadDelaysNobody() {
        Desk desk = new Desk();
        desk.add(Ops.event("id:b", "bad", 2));
        for (int i = 0; i < 12; i++) {
            desk.answer(ScriptedClient.answer(500, ""));
        }
        long before = desk.timers.now();
        desk.add(Ops.event("id:1", "good", 2));
        desk.timers.advance(20);
        assertThat(desk.inRequest()).containsExactly("good");
        assertThat(desk.timers.now()).isEqualTo(before + 20);
    }

    @Test
    void aPoisonedRequestIsCutUntilTheCulpritIsAloneAlsoWhereOnlyTimeoutsTell() {
        for (Answer poison : List.of(Answer.none("timeout"), ScriptedClient.answer(502, ""))) {
            Desk desk = new Desk("deliver.max-in-flight", "1", "deliver.give-up-after", "1 h");
            for (int i = 0; i < 64; i++) {
                desk.add(Ops.event("id:" + i, "e" + i + ".", 2));
            }
            while (desk.results.settled.size() < 63) {
                boolean hit = desk.request().text().contains("\"e37.\"");
                desk.answer(hit ? poison : OK);
            }
            assertThat(desk.results.settled).allMatch(end -> end.startsWith("accepted "));
            assertThat(desk.client.sent).as("not one request per operation").hasSizeLessThan(60);
        }
    }

    @Test
    void aHotPersonDelaysNobodyElse() {
        Desk desk = new Desk("deliver.linger", "0 ms", "deliver.max-in-flight", "1");
        for (int i = 0; i < 2_000; i++) {
            desk.add(Ops.event("id:hot", "h" + i, 2 + i));
        }
        desk.add(Ops.event("id:1", "other", 2));
        desk.answer(OK);
        assertThat(desk.inRequest()).as("who waits has the first turn").first().isEqualTo("other");
        desk.answer(OK);
        assertThat(desk.inRequest()).as("a full request").hasSize(100);
        desk.acceptEverything();
        assertThat(desk.results.settled).hasSize(2_001);
    }

    @Test
    void aGuestsOperationsAreAcceptedBeforeTheCustomersEvenAfterHoursOfOutage() {
        Desk lower = new Desk();
        Desk upper = new Desk();
        lower.add(
                Ops.identify("email:a@b.c", "i", 1, "{\"a\":1}"),
                Ops.event("email:a@b.c", "guest", 2),
                Ops.fence("email:a@b.c", "f", "id:7"));
        upper.add(Ops.event("id:7", "customer", 1, List.of("f")));
        long down = lower.timers.now();
        while (lower.timers.now() < down + 3 * 3_600_000) {
            lower.answer(Answer.none("no_connection"));
        }
        upper.timers.advance(3 * 3_600_000);
        assertThat(upper.client.sent).isEmpty();
        lower.acceptEverything();
        assertThat(lower.results.settled).containsExactly("accepted i", "accepted guest");
        upper.add(lower.results.fenced.get(0));
        assertThat(upper.inRequest()).containsExactly("customer");
    }

    @Test
    void timeInWhichDeliveryWasPausedMakesNobodyGiveUp() {
        Desk desk = new Desk("deliver.give-up-after", "10 min", "deliver.linger", "0 ms");
        desk.add(Ops.event("id:b", "bad", 2));
        desk.answer(ScriptedClient.answer(500, ""));
        desk.request();
        desk.add(Ops.event("id:1", "good", 2));
        desk.client.open.remove(1).then().accept(OK);
        desk.answer(ScriptedClient.answer(500, ""));
        desk.pause();
        desk.timers.advance(3_600_000);
        desk.resume(3_600_000);
        desk.answer(ScriptedClient.answer(500, ""));
        assertThat(desk.results.settled).containsExactly("accepted good");
        desk.acceptEverything();
        assertThat(desk.results.settled).containsExactly("accepted good", "accepted bad");
    }

    @Test
    void theLimitsOfBytesAreExact() {
        int one = Ops.event("id:1", "a", 2).body().length;
        int two = 2 * one + 1 + Flight.FRAME;
        BatchAssembler exact = new BatchAssembler(10, two, Sabotage.NONE);
        BatchAssembler tooSmall = new BatchAssembler(10, two - 1, Sabotage.NONE);
        assertThat(exact.assemble(twoPeople())).hasSize(2);
        assertThat(tooSmall.assemble(twoPeople())).hasSize(1);
    }

    private static Lanes twoPeople() {
        Desk desk = new Desk("deliver.linger", "10 s");
        desk.add(Ops.event("id:1", "a", 2), Ops.event("id:2", "b", 2));
        return desk.lanes;
    }

    @Test
    void tooLargeAnOperationIsADeadLetterWithoutARequest() {
        Desk desk = new Desk("deliver.max-operation-bytes", "500");
        desk.add(
                Ops.event("id:1", "a", 2),
                Ops.event("id:1", "x".repeat(600), 3),
                Ops.event("id:1", "c", 4));
        desk.acceptEverything();
        assertThat(desk.results.settled)
                .containsExactly(
                        "accepted a", "refused " + "x".repeat(600) + " too_large", "accepted c");
    }

    @Test
    void tooLargeAnIdentifyIsSentInParts() {
        Desk desk = new Desk("deliver.max-operation-bytes", "500");
        String long1 = "\"" + "y".repeat(300) + "\"";
        String tooLong = "\"" + "z".repeat(600) + "\"";
        desk.add(
                Ops.identify(
                        "id:1",
                        "i",
                        2,
                        "{\"a\":" + long1 + ",\"b\":" + long1 + ",\"c\":" + tooLong + "}"));
        desk.acceptEverything();
        assertThat(desk.results.settled).containsExactly("accepted i");
        assertThat(desk.results.attributes).containsExactly("i c");
        assertThat(desk.client.sent).anyMatch(body -> body.contains("\"a\":\"yyy"));
        assertThat(desk.client.sent).anyMatch(body -> body.contains("\"b\":\"yyy"));
    }

    @Test
    void aFenceComesThroughWhenAllBeforeItIsSettled() {
        Desk desk = new Desk();
        desk.add(Ops.event("email:a@b.c", "a", 2), Ops.fence("email:a@b.c", "f", "id:7"));
        desk.answer(ScriptedClient.answer(500, ""));
        assertThat(desk.results.fenced).isEmpty();
        desk.answer(OK);
        Operation fenced = desk.results.fenced.get(0);
        assertThat(fenced.kind()).isEqualTo(Operation.Kind.FENCED);
        assertThat(fenced.person()).isEqualTo("id:7");
        assertThat(fenced.id()).isEqualTo("f");
        desk.add(Ops.fence("email:nobody@b.c", "g", "id:8"));
        assertThat(desk.results.fenced).hasSize(2);
        assertThat(desk.lanes.buffered()).isZero();
    }

    @Test
    void anOperationWaitsForItsFencesAndSoDoesWhatIsBehindItButNobodyElse() {
        Desk desk = new Desk();
        desk.add(
                Ops.event("id:7", "before", 2),
                Ops.event("id:7", "a", 3, List.of("f", "g")),
                Ops.event("id:7", "b", 4, List.of("f")),
                Ops.event("id:8", "other", 2));
        assertThat(desk.inRequest()).containsExactly("before", "other");
        desk.answer(OK);
        desk.timers.advance(60_000);
        assertThat(desk.client.open).isEmpty();
        desk.add(Ops.fenced("id:7", "g"));
        assertThat(desk.client.open).isEmpty();
        desk.add(Ops.fenced("id:7", "f"));
        assertThat(desk.inRequest()).containsExactly("a", "b");
        desk.answer(OK);
        assertThat(state(desk)).isEmpty();
    }

    @Test
    void aFenceMayArriveBeforeItsWaiter() {
        Desk desk = new Desk();
        desk.add(Ops.fenced("id:7", "f"));
        assertThat(state(desk)).containsExactly("FENCED f");
        desk.add(Ops.event("id:7", "a", 1, List.of("f")));
        assertThat(desk.inRequest()).containsExactly("a");
        assertThat(state(desk)).containsExactly("FENCED f", "EVENT a");
        desk.answer(OK);
        assertThat(state(desk)).isEmpty();
    }

    @Test
    void aMergeWithoutAccessToTheAppApiIsNotSent() {
        Desk desk = new Desk();
        desk.add(Ops.merge("id:7", "m", 2), Ops.event("id:7", "a", 3));
        desk.acceptEverything();
        assertThat(desk.results.settled).containsExactly("filtered m merge_needed", "accepted a");
    }

    @Test
    void aMergeNamesTheTwoPeopleLookedUpJustBefore() {
        Desk desk = new Desk(true);
        desk.client.people.put("id:7", ScriptedClient.person("c07"));
        desk.client.people.put("email:a+b@example.com", ScriptedClient.person("c0e"));
        desk.add(
                Ops.event("id:7", "a", 2),
                Ops.merge("id:7", "m", 3),
                Ops.event("id:7", "b", 4),
                Ops.event("id:8", "o", 2));
        assertThat(desk.inRequest()).containsExactly("a", "o");
        desk.answer(OK);
        assertThat(desk.request().text())
                .isEqualTo(
                        "{\"batch\":[{\"type\":\"person\",\"action\":\"merge\","
                                + "\"primary\":{\"cio_id\":\"c07\"},"
                                + "\"secondary\":{\"cio_id\":\"c0e\"}}]}");
        desk.answer(Answer.none("connection_lost"));
        desk.client.people.remove("email:a+b@example.com");
        desk.acceptEverything();
        assertThat(desk.results.settled).contains("accepted m nothing_to_merge", "accepted b");
    }

    @Test
    void theSamePersonTwiceIsNothingToMerge() {
        Desk desk = new Desk(true);
        desk.client.people.put("id:7", ScriptedClient.person("c07"));
        desk.client.people.put("email:a+b@example.com", ScriptedClient.person("c07"));
        desk.add(Ops.merge("id:7", "m", 3));
        desk.timers.advance(100);
        assertThat(desk.results.settled).containsExactly("accepted m nothing_to_merge");
        assertThat(desk.client.sent).isEmpty();
    }

    @Test
    void aLookUpThatFailsMakesOnlyThatPersonWait() {
        Desk desk = new Desk(true, "deliver.max-in-flight", "1");
        desk.client.people.put("id:7", ScriptedClient.answer(401, ""));
        desk.add(Ops.merge("id:7", "m", 3), Ops.event("id:7", "b", 4));
        desk.timers.advance(10_000);
        desk.add(Ops.event("id:8", "o", 2));
        desk.answer(OK);
        assertThat(desk.results.settled).containsExactly("accepted o");
        desk.client.people.put("id:7", ScriptedClient.person("c07"));
        desk.client.people.put("email:a+b@example.com", ScriptedClient.person("c0e"));
        desk.acceptEverything();
        assertThat(desk.results.settled).containsExactly("accepted o", "accepted m", "accepted b");
    }

    @Test
    void sabotagedOrderSwapsNeighbouringEvents() {
        Desk desk = new Desk("deliver.sabotage", "order");
        desk.add(
                Ops.identify("id:1", "i", 1, "{\"a\":1}"),
                Ops.event("id:1", "a", 2),
                Ops.event("id:1", "b", 3));
        desk.answer(OK);
        assertThat(desk.inRequest()).containsExactly("b", "a");
    }

    private static List<String> state(Desk desk) {
        List<String> state = new ArrayList<>();
        desk.lanes.forEachUnderWay(op -> state.add(op.kind() + " " + op.id()));
        desk.lanes.forEachWaiting(op -> state.add(op.kind() + " " + op.id()));
        return state;
    }
}
