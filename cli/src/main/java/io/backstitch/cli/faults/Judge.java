package io.backstitch.cli.faults;

import io.backstitch.cli.demo.Evidence;
import io.backstitch.cli.demo.Promise;
import io.backstitch.cli.demo.Promises;
import io.backstitch.cli.demo.Verdict;
import io.backstitch.cli.demo.World;
import io.backstitch.cli.faults.Scene.Crash;
import io.backstitch.cli.faults.Tape.Extra;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what a fault left behind with the truth: every promise of the demo, what was noticed
 * while it lasted, and the dead letters of what was put in on purpose.
 */
final class Judge {
    private final Scene scene;
    private final Contract contract = Contract.packaged();

    Judge(Scene scene) {
        this.scene = scene;
    }

    /** Whether everything has its fate. */
    boolean isComplete(List<Receipt> receipts, List<DeadLetter> letters) {
        return extrasAreDead(letters)
                && Promises.complete(
                        scene.simulation().truth(),
                        scene.tape().receipts(receipts, scene.simulation().truth()),
                        scene.tape().deadLetters(letters));
    }

    /** Whether what was put in on purpose has become as many dead letters as it has to. */
    boolean extrasAreDead(List<DeadLetter> letters) {
        Map<String, Map<String, DeadLetter>> found = byPlace(letters);
        for (Extra extra : scene.tape().extras()) {
            if (found.getOrDefault(extra.place().get(), Map.of()).size() < extra.letters()) {
                return false;
            }
        }
        return true;
    }

    /** The nine promises, for this fault's shoppers. */
    List<Verdict> promises(List<Receipt> receipts, List<DeadLetter> letters) {
        World all = World.of(scene.sandbox());
        // Days pass here within seconds: what waits for seconds comes hours late, and a journey
        // that mails meanwhile is nobody's fault.
        World world = new World(all.profiles(), all.anonymous(), List.of());
        List<Crash> crashes = scene.crashes();
        List<Receipt> valid = crashes.isEmpty() ? receipts : Decisions.last(receipts, crashes);
        List<Verdict> verdicts = new ArrayList<>(Promises.judge(evidence(world, valid, letters)));
        if (!crashes.isEmpty()) {
            verdicts.replaceAll(
                    verdict ->
                            verdict.promise() == Promise.P4
                                    ? inOrder(world, receipts, letters)
                                    : verdict);
        }
        return verdicts;
    }

    private Evidence evidence(World world, List<Receipt> receipts, List<DeadLetter> letters) {
        Truth truth = scene.simulation().truth();
        return new Evidence(
                truth,
                world,
                scene.tape().receipts(receipts, truth),
                scene.tape().deadLetters(letters),
                contract,
                null);
    }

    /**
     * Order between two failures of the job: by what was decided there, of what was accepted there.
     */
    private Verdict inOrder(World world, List<Receipt> receipts, List<DeadLetter> letters) {
        long checked = 0;
        long violations = 0;
        List<String> examples = new ArrayList<>();
        Crash from = new Crash(0, 0);
        List<Crash> ends = new ArrayList<>(scene.crashes());
        ends.add(new Crash(receipts.size(), Long.MAX_VALUE));
        for (Crash end : ends) {
            Verdict part =
                    Promises.inOrder(
                            evidence(
                                    world.between(from.accepted(), end.accepted()),
                                    receipts.subList(from.receipts(), end.receipts()),
                                    letters));
            checked += part.checked();
            violations += part.violations();
            examples.addAll(part.examples());
            from = end;
        }
        return new Verdict(Promise.P4, checked, violations, examples, null);
    }

    /** All that is not as it should be, in words. */
    List<String> findings(List<Verdict> verdicts, List<DeadLetter> letters) {
        List<String> findings = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            if (!verdict.held()) {
                findings.add(
                        verdict.promise()
                                + " "
                                + verdict.promise().title()
                                + ": "
                                + verdict.violations()
                                + " violations, e.g. "
                                + String.join("; ", verdict.examples()));
            }
        }
        some(findings, "noticed at once", scene.watch().duplicated());
        some(findings, "invented", scene.watch().invented());
        if (scene.crashes().isEmpty()) {
            // Decided again, an order may be told by its other report, under the same id.
            some(findings, "sent again with other content", scene.wire().changed());
        } else {
            some(findings, "announced again otherwise", scene.wire().otherAnnouncements());
        }
        findings.addAll(extras(letters));
        findings.addAll(scene.findings());
        return findings;
    }

    private static void some(List<String> findings, String what, List<String> all) {
        if (!all.isEmpty()) {
            findings.add(what + ": " + all.size() + ", e.g. " + all.get(0));
        }
    }

    /**
     * What was put in on purpose is a dead letter for the reason that it was made for, and no
     * oftener.
     */
    private List<String> extras(List<DeadLetter> letters) {
        Map<String, Map<String, DeadLetter>> byPlace = byPlace(letters);
        List<String> findings = new ArrayList<>();
        for (Extra extra : scene.tape().extras()) {
            Map<String, DeadLetter> found = byPlace.getOrDefault(extra.place().get(), Map.of());
            List<String> reasons =
                    found.values().stream().map(DeadLetter::getReason).sorted().toList();
            List<String> expected = Arrays.asList(extra.reason().split("\\|"));
            boolean right = reasons.size() == extra.letters() && expected.containsAll(reasons);
            if (!right) {
                findings.add(
                        extra.what()
                                + " became "
                                + (reasons.isEmpty() ? "no dead letter" : reasons)
                                + ", expected "
                                + extra.letters()
                                + " times "
                                + extra.reason());
            }
        }
        return findings;
    }

    /** Dead letters by place and id: repeats do no harm. */
    private static Map<String, Map<String, DeadLetter>> byPlace(List<DeadLetter> letters) {
        Map<String, Map<String, DeadLetter>> byPlace = new HashMap<>();
        for (DeadLetter letter : letters) {
            byPlace.computeIfAbsent(place(letter), place -> new HashMap<>())
                    .put(letter.getDeadLetterId(), letter);
        }
        return byPlace;
    }

    /** Distinct dead letters of this fault. */
    long deadLetters(List<DeadLetter> letters) {
        return letters.stream()
                .filter(letter -> scene.tape().has(place(letter)))
                .map(DeadLetter::getDeadLetterId)
                .distinct()
                .count();
    }

    static long violations(List<Verdict> verdicts, Promise... of) {
        long sum = 0;
        for (Verdict verdict : verdicts) {
            if (Arrays.asList(of).contains(verdict.promise())) {
                sum += verdict.violations();
            }
        }
        return sum;
    }

    private static String place(DeadLetter letter) {
        return Tape.place(letter.getTopic(), letter.getPartition(), letter.getOffset());
    }
}
