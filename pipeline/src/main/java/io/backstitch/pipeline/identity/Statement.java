package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Claim;
import io.backstitch.pipeline.record.Origin;

/**
 * What somebody said about an identifier.
 *
 * @param owner whose it is; null says that its owner is gone
 * @param time event time
 * @param asserted whether a source said both; false if a step inferred the owner
 * @param source what the record is of
 * @param eventId the event that said so, or null
 * @param origin its input record
 */
record Statement(
        Address owner, long time, boolean asserted, String source, String eventId, Origin origin) {

    static Statement of(Address owner, long time, Bundle bundle) {
        String eventId = bundle.events().isEmpty() ? null : bundle.events().get(0).id();
        return new Statement(owner, time, true, bundle.source(), eventId, bundle.origin());
    }

    static Statement of(Address owner, Claim claim) {
        return new Statement(
                owner,
                claim.time(),
                claim.asserted(),
                claim.source(),
                claim.eventId(),
                claim.origin());
    }
}
