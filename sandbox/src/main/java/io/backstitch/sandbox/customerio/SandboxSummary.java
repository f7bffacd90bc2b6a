package io.backstitch.sandbox.customerio;

import java.util.List;
import java.util.Map;

/**
 * The sandbox in numbers.
 *
 * @param now the workspace's time, Unix seconds
 * @param clockMode where it comes from
 * @param people profiles
 * @param anonymousIds anonymous ids with events of nobody yet
 * @param operations operations that took effect, by action
 * @param eventsByName events that took effect, by name
 * @param requests Track and App API requests, failed ones included
 * @param duplicatesIgnored events whose id had been used before
 * @param refusedItems operations answered with an error
 * @param ignoredSuppressed operations ignored because their identifier is suppressed
 * @param droppedUnknown operations dropped because no person has their cio_id
 * @param staleAttributes attribute updates ignored because a later one had been applied
 * @param attributeFailures things accepted and not done
 * @param duplicateProfiles second profiles that came from racing creates
 * @param eventsLostInMerge events too old to move with a merge
 * @param faultsInjected by kind
 * @param journeys counts of entries by journey
 * @param opsPerSecond operations accepted per second, mean of the last five seconds
 */
public record SandboxSummary(
        long now,
        Behaviour.ClockMode clockMode,
        int people,
        int anonymousIds,
        Map<String, Long> operations,
        Map<String, Long> eventsByName,
        long requests,
        long duplicatesIgnored,
        long refusedItems,
        long ignoredSuppressed,
        long droppedUnknown,
        long staleAttributes,
        long attributeFailures,
        long duplicateProfiles,
        long eventsLostInMerge,
        Map<FaultKind, Long> faultsInjected,
        List<JourneyCounts> journeys,
        double opsPerSecond) {

    /** The entries of one journey, by outcome. */
    public record JourneyCounts(
            String name,
            String title,
            int entered,
            int waiting,
            int exited,
            int mailed,
            int noChannel) {}
}
