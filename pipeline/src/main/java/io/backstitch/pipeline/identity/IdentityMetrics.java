package io.backstitch.pipeline.identity;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counters of one step, in the metric group {@code identity}. */
final class IdentityMetrics {
    /** Identifiers that learnt an owner. */
    final Counter linked;

    /** Links that rules forbid. */
    final Counter refused;

    /** Claims of an address that is somebody else's; it is withheld from the claimer. */
    final Counter emailsRefused;

    /** Addresses that became another person's. */
    final Counter emailsMoved;

    /** Boundaries that came after events they would have attributed otherwise. */
    final Counter attributionRevised;

    /** Identifiers that stopped telling whose an event is. */
    final Counter shared;

    /** Events that left anonymously, because nobody came. */
    final Counter expiredWindow;

    /** Events that left anonymously, because their identifier held too much. */
    final Counter expiredOverflow;

    /** Events that left anonymously, because their identifier is shared. */
    final Counter expiredShared;

    /** Events that found their person too late for Customer.io to trigger anything on them. */
    final Counter releasedPastTrigger;

    /** Identifiers forgotten at the end of their life. */
    final Counter forgotten;

    /** Shopping events that went to people who cannot be reached. */
    final Counter withoutChannel;

    /** Announcements that an order annulled before they were sent. */
    final Counter annulled;

    /** Old orders that were reduced to their figures. */
    final Counter ordersFolded;

    /** Items of orders that took a name, sku or category from the person's carts. */
    final Counter itemsFilled;

    /** Identifiers that a request made this step forget. */
    final Counter erased;

    /** Events kept out because somebody they name was erased after them. */
    final Counter eventsErased;

    IdentityMetrics(MetricGroup parent) {
        MetricGroup group = parent.addGroup("identity");
        linked = group.counter("linked");
        refused = group.counter("refused");
        emailsRefused = group.counter("emailsRefused");
        emailsMoved = group.counter("emailsMoved");
        attributionRevised = group.counter("attributionRevised");
        shared = group.counter("sharedIdentifiers");
        expiredWindow = group.counter("expiredWindow");
        expiredOverflow = group.counter("expiredOverflow");
        expiredShared = group.counter("expiredShared");
        releasedPastTrigger = group.counter("releasedPastTrigger");
        erased = group.counter("erasedIdentifiers");
        eventsErased = group.counter("eventsErased");
        withoutChannel = group.counter("withoutChannel");
        annulled = group.counter("annulled");
        ordersFolded = group.counter("ordersFolded");
        itemsFilled = group.counter("itemsFilled");
        forgotten = group.counter("forgottenIdentifiers");
    }
}
