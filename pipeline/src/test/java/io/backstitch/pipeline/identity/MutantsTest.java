package io.backstitch.pipeline.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.model.History;
import java.util.List;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every rule that is broken on purpose is noticed within a number of histories. */
class MutantsTest {
    private static final int MOST = 3000;

    private static final List<Mutant> MUTANTS =
            List.of(
                    Mutant.of(
                            "an event goes to the owner before the one of its time",
                            "identity/Owners.java",
                            "if (at > 0 && owned(at - 1)) {\n"
                                    + "            return intervals.get(at - 1).owner();",
                            "if (at > 1 && owned(at - 2)) {\n"
                                    + "            return intervals.get(at - 2).owner();"),
                    Mutant.of(
                            "the window does not end",
                            "identity/Owners.java",
                            "intervals.get(i).time() - time <= window",
                            "true"),
                    Mutant.of(
                            "a handover without timers",
                            "identity/Keeper.java",
                            "with(\n"
                                    + "                step.ledger.value(),\n"
                                    + "                ledger -> ledger.absorb(other, from,"
                                    + " handover.origin(), handover.laneAwaits()));",
                            "Ledger ledger = new Ledger(step.ledger.value(), exits.person(me),"
                                    + " step.personSettings, exits);"
                                    + " ledger.absorb(other, from, handover.origin(),"
                                    + " handover.laneAwaits());"
                                    + " step.ledger.update(ledger.state());"),
                    Mutant.of(
                            "refunds are ignored",
                            "person/OrderState.java",
                            "minor - refunds.sumMinor()",
                            "minor"),
                    Mutant.of(
                            "a cancelled order counts",
                            "person/OrderState.java",
                            "return isPlaced() && !isCancelled();",
                            "return isPlaced();"),
                    Mutant.of(
                            "a message counts each time it is uploaded",
                            "identity/Seen.java",
                            "boolean known = step.seen.contains(message);",
                            "boolean known = false;"),
                    Mutant.of(
                            "what was held is released unsorted",
                            "identity/Holding.java",
                            "all.sort(BY_TIME);",
                            "all.sort(BY_TIME.reversed());"),
                    Mutant.of(
                            "events go before the profile",
                            "person/Outgoing.java",
                            "boolean profileLast = settings.sabotage()"
                                    + " == PersonSettings.Sabotage.IDENTIFY;",
                            "boolean profileLast = true;"),
                    Mutant.of(
                            "a late purchase suppresses nothing",
                            "person/CartDesk.java",
                            "if (sent != null && !(sabotaged && sent.late())) {",
                            "if (sent != null && !sent.late()) {"),
                    Mutant.of(
                            "an opt-out loses against an opt-in of about its time",
                            "person/Consent.java",
                            "in <= out + skewTolerance",
                            "in <= out"),
                    Mutant.of(
                            "carts that nobody's events named are forgotten",
                            "identity/Claims.java",
                            "for (Address link : identity.transients) {\n"
                                    + "            if (teach(link, person, true)) {",
                            "for (Address link : List.<Address>of()) {\n"
                                    + "            if (teach(link, person, true)) {"),
                    Mutant.of(
                            "nothing waits for a fence",
                            "identity/Fences.java",
                            "if (queue == null && bundle.awaits().isEmpty()) {",
                            "if (queue == null) {"),
                    Mutant.of(
                            "inferred beats asserted",
                            "identity/ForGood.java",
                            "if (known == null || (statement.asserted() && !known.asserted())) {",
                            "if (known == null || (statement.asserted() != known.asserted())) {"),
                    Mutant.of(
                            "an anonymous id is used again",
                            "identity/Anonymous.java",
                            "identity.episode++;",
                            ""),
                    Mutant.of(
                            "a bought cart is called abandoned",
                            "person/Carts.java",
                            "byId.computeIfAbsent(cartId, id -> new CartState()).buy(orderId);",
                            "byId.computeIfAbsent(cartId, id -> new CartState());"),
                    Mutant.of(
                            "an old order is forgotten",
                            "person/Orders.java",
                            "folded.put(Hashes.of(each.getKey()), order);",
                            "order.counts();"),
                    Mutant.of(
                            "what has settled goes on in the wrong order",
                            "identity/Settling.java",
                            "left.sort(ORDER);",
                            "left.sort(ORDER.reversed());"),
                    Mutant.of(
                            "another mpid ends nothing",
                            "identity/Owners.java",
                            "|| previous.mpid().equals(mpid)) {",
                            "|| !previous.mpid().isEmpty()) {"),
                    Mutant.of(
                            "of two claims the first always wins",
                            "identity/ForGood.java",
                            "if (latestWins && isLater(statement, known)) {",
                            "if (latestWins && owner == null) {"),
                    Mutant.of(
                            "an address that moved stays with both",
                            "identity/Rulings.java",
                            "tell(from, statement, Verdict.REVOKED);\n"
                                    + "            tell(statement.owner()",
                            "tell(statement.owner()"),
                    Mutant.of(
                            "a report that waits for the backend is never sent",
                            "person/OrderDesk.java",
                            "orderId());\n" + "            announce(waiting.bundle()",
                            "orderId());\n"
                                    + "            if (order == null) announce(waiting.bundle()"),
                    Mutant.of(
                            "a crowded device goes on stitching",
                            "identity/Sharing.java",
                            "? owners(here.settings.hold().window()) > most",
                            "? false"));

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void dies(@ForAll("mutants") Mutant mutant) throws Exception {
        BiFunction<History, Long, String> trial = trial(mutant);
        Hunt hunt = new Hunt(story -> differenceOrThrow(trial, story));
        Stories.Story killer = hunt.first(20261123L, MOST);
        assertThat(killer).as("history that notices: %s, of %d", mutant, MOST).isNotNull();
        assertThat(new Trial().apply(killer.history(), 1L)).as("without the mutant").isEmpty();
        String why = differenceOrThrow(trial, killer).lines().findFirst().orElseThrow();
        System.out.printf("%-60s dies of history %4d: %s%n", mutant, hunt.played(), why.strip());
    }

    @Example
    void nothingDiesUnharmed() throws Exception {
        BiFunction<History, Long, String> trial = trial(Mutant.of("none", ""));
        assertThat(new Hunt(story -> trial.apply(story.history(), 1L)).first(20261123L, 100))
                .as("a history that kills what is no mutant")
                .isNull();
    }

    /** A rule may be broken so thoroughly that the steps throw. */
    private static String differenceOrThrow(
            BiFunction<History, Long, String> trial, Stories.Story story) {
        try {
            return trial.apply(story.history(), 1L);
        } catch (IllegalStateException e) {
            return "throws " + e.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<History, Long, String> trial(Mutant mutant) throws Exception {
        return (BiFunction<History, Long, String>) mutant.load(Trial.class.getName());
    }

    @Provide
    Arbitrary<Mutant> mutants() {
        return Arbitraries.of(MUTANTS);
    }
}
