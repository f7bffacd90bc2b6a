package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.person.Ledger;
import io.backstitch.pipeline.person.Routes;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.schemas.wire.Decision;
import java.util.List;
import org.apache.flink.metrics.Counter;

/** Nobody came: events leave under the device's anonymous id, counted and audited. */
final class Expiry {
    private final Here here;

    Expiry(Here here) {
        this.here = here;
    }

    /**
     * @param bundles in the order in which they leave
     * @param why one of those that say {@link Stitch#isExpired}
     */
    void leave(List<Bundle> bundles, Stitch why) {
        long count = 0;
        for (Bundle bundle : bundles) {
            String anonymousId = anonymousId(bundle, why);
            Bundle expired = bundle.withStitch(why);
            for (Event event : bundle.events()) {
                if (!here.step.personSettings.routes().deliver(bundle, event)) {
                    here.exits.filtered(bundle, event, Routes.REASON);
                    continue;
                }
                here.exits.operation(
                        Ledger.anonymous(anonymousId, expired, event, here.step.personSettings));
                count++;
            }
        }
        if (count > 0) {
            counter(why).inc(count);
            Bundle first = bundles.get(0);
            here.exits.audit(
                    Decision.EXPIRED,
                    why.reason(),
                    count,
                    Statement.of(null, Holding.timeOf(first), first));
        }
    }

    /** A device that stopped stitching has nobody who could take over what it leaves. */
    private String anonymousId(Bundle bundle, Stitch why) {
        if (here.is(Level.Role.DEVICE)) {
            Anonymous anonymous = new Anonymous(here);
            return why == Stitch.EXPIRED_SHARED
                    ? anonymous.outboundId()
                    : anonymous.leaving(bundle);
        }
        String outbound = bundle.asserted().get(Anonymous.OUTBOUND);
        return outbound == null ? here.me.path() : outbound;
    }

    private Counter counter(Stitch why) {
        return switch (why) {
            case EXPIRED_OVERFLOW -> here.step.metrics.expiredOverflow;
            case EXPIRED_SHARED -> here.step.metrics.expiredShared;
            default -> here.step.metrics.expiredWindow;
        };
    }
}
