package io.backstitch.cli.trace;

import io.backstitch.cli.topics.BoundedTopic;
import io.backstitch.cli.topics.BoundedTopic.Extent;
import io.backstitch.cli.topics.BoundedTopic.Found;
import io.backstitch.cli.topics.OutputTopics;
import io.backstitch.schemas.registry.RegistryUnavailableException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Everything found about an id.
 *
 * @param foundAs as what, and in how many records
 * @param steps in the order in which the pipeline came to know of them
 * @param extents what was looked at
 */
record Trail(Map<IdKind, Integer> foundAs, List<Step> steps, List<Extent> extents) {

    /** Reads the topics until nothing more belongs to what was asked for. */
    static Trail follow(Links links, OutputTopics topics) throws RegistryUnavailableException {
        try (SchemaRegistry registry = topics.connect();
                BoundedTopic<Receipt> receipts = topics.receipts(registry);
                BoundedTopic<DeadLetter> letters = topics.deadLetters(registry);
                BoundedTopic<IdentityAudit> audit = topics.identityAudit(registry)) {
            Collection<Found<Receipt>> outcomes;
            int before;
            do {
                before = links.size();
                outcomes = receipts.select(links::wants);
                outcomes.forEach(found -> links.learn(found.record()));
            } while (links.size() > before);
            return of(
                    links,
                    outcomes,
                    letters.select(links::wants),
                    audit.select(links::wants),
                    List.of(receipts.extent(), letters.extent(), audit.extent()));
        }
    }

    static Trail of(
            Links links,
            Collection<Found<Receipt>> receipts,
            Collection<Found<DeadLetter>> letters,
            Collection<Found<IdentityAudit>> audit,
            List<Extent> extents) {
        List<Step> steps = new ArrayList<>();
        for (Found<Receipt> found : receipts) {
            links.count(links.sought().in(found.record()));
            steps.add(ReceiptText.step(found.record(), found.copies()));
        }
        for (Found<DeadLetter> found : letters) {
            links.count(links.sought().in(found.record()));
            steps.add(LetterText.step(found.record()));
        }
        for (Found<IdentityAudit> found : audit) {
            links.count(links.sought().in(found.record()));
            steps.add(AuditText.step(found.record()));
        }
        steps.sort(Step.ORDER);
        return new Trail(links.foundAs(), steps, extents);
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }
}
