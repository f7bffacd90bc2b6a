package io.backstitch.cli.replay;

import io.backstitch.cli.topics.BoundedTopic;
import io.backstitch.cli.topics.BoundedTopic.Found;
import io.backstitch.cli.topics.OutputTopics;
import io.backstitch.pipeline.identity.IdentityOptions;
import io.backstitch.pipeline.record.KeyedHash;
import io.backstitch.pipeline.record.PersonalIds;
import io.backstitch.schemas.registry.RegistryUnavailableException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has become of people and operations since their dead letters, as the topics know it now.
 *
 * @param known whether there is an identity audit at all
 * @param hash how the audit shows what it does not show in clear; null if the key is not known
 * @param levels names of the identity levels
 * @param erased by identifier as the audit shows it: up to when their events were erased
 * @param moved identifiers that belong to somebody else now
 * @param accepted ids of operations that were accepted after all
 */
record Aftermath(
        boolean known,
        KeyedHash hash,
        List<String> levels,
        Map<String, Instant> erased,
        Set<String> moved,
        Set<String> accepted) {
    private static final String ANONYMOUS = "anonymous_id:";
    private static final String ID = "id:";
    private static final int HASH_BYTES = 16;
    private static final Set<Decision> MOVES =
            Set.of(Decision.HANDED_OVER, Decision.LINKED, Decision.ALIASED);

    /**
     * Reads the identity audit and the receipts.
     *
     * @param from when the first of the dead letters' records reached Kafka
     * @param ulids ids of the operations
     */
    static Aftermath look(
            OutputTopics topics,
            SchemaRegistry registry,
            KeyedHash hash,
            Instant from,
            Set<String> ulids)
            throws RegistryUnavailableException {
        List<String> levels = topics.config().get(IdentityOptions.LEVELS);
        Map<String, Instant> erased = new HashMap<>();
        Set<String> moved = new HashSet<>();
        Set<String> accepted = new HashSet<>();
        try (BoundedTopic<IdentityAudit> audit = topics.identityAudit(registry, from);
                BoundedTopic<Receipt> receipts = topics.receipts(registry)) {
            for (Found<IdentityAudit> found : audit.select(Aftermath::tells)) {
                IdentityAudit decision = found.record();
                if (decision.getDecision() == Decision.ERASED) {
                    erased.merge(
                            decision.getIdentifier(),
                            decision.getKafkaTime(),
                            (a, b) -> a.isAfter(b) ? a : b);
                } else {
                    moved.add(decision.getIdentifier());
                }
            }
            for (Found<Receipt> found :
                    receipts.select(
                            receipt ->
                                    receipt.getOutcome() == Outcome.ACCEPTED
                                            && ulids.contains(receipt.getUlid()))) {
                accepted.add(found.record().getUlid());
            }
            boolean known = audit.extent().exists();
            return new Aftermath(known, hash, levels, erased, moved, accepted);
        }
    }

    private static boolean tells(IdentityAudit decision) {
        return decision.getDecision() == Decision.ERASED || MOVES.contains(decision.getDecision());
    }

    /**
     * Why an event of that person must not be sent again, for people; null if nothing is in the
     * way.
     *
     * @param person as operations name them, e.g. {@code id:7}
     * @param reachedKafka when the record that caused the event did
     */
    String obstacle(String person, String ulid, Instant reachedKafka) {
        if (accepted.contains(ulid)) {
            return "it was accepted since";
        } else if (!known) {
            return "no identity audit to look up whether its person was erased; name it with"
                    + " --identity-audit-topic";
        } else if (hash == null && !isShownInClear(person)) {
            return "whether its person was erased cannot be looked up without the key of the"
                    + " identity audit; give --config";
        }
        for (String shown : shown(person)) {
            Instant until = erased.get(shown);
            if (until != null && !reachedKafka.isAfter(until)) {
                return "its person asked to be forgotten since";
            } else if (moved.contains(shown) && !person.startsWith(ANONYMOUS)) {
                return "its person has become somebody else's; it would make a second profile";
            }
        }
        return null;
    }

    private static boolean isShownInClear(String person) {
        return person.startsWith(ID)
                && !PersonalIds.isAddressOrNumber(person.substring(ID.length()));
    }

    /** Under which names the audit may speak of a person. */
    private Set<String> shown(String person) {
        int colon = person.indexOf(':');
        String value = person.substring(colon + 1);
        Set<String> keys = new TreeSet<>(List.of(value, value.toLowerCase(Locale.ROOT)));
        if (person.startsWith(ANONYMOUS)) {
            // The device's own key, without the number of its episode.
            String device = value.replaceFirst("\\.[0-9]+$", "");
            keys.add(device);
            keys.add(device.replaceFirst("\\+$", ""));
        }
        Set<String> shown = new TreeSet<>();
        if (isShownInClear(person)) {
            shown.add(value);
        }
        for (String level : hash == null ? List.<String>of() : levels) {
            keys.forEach(key -> shown.add(hash.hex(level + ":" + key, HASH_BYTES)));
        }
        return shown;
    }
}
