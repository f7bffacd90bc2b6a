package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.ingest.RecordOutput.SourceFacts;
import io.backstitch.pipeline.normalise.Normalised;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceEvent;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Ids;
import java.util.List;

/** Makes of an order report one event, with the attributes of the buyer. */
final class OrderReports {
    private static final String PLATFORM = "backend";
    private static final String CUSTOMER = "customer_id";
    private static final int RANK = 2;

    private final List<String> levels;
    private final Normaliser normaliser;
    private final long tolerance;

    OrderReports(Formats.Tools tools) {
        this.levels = tools.levels();
        this.normaliser = tools.normaliser();
        this.tolerance = tools.options().get(IngestOptions.CLOCK_TOLERANCE).toMillis();
    }

    void read(OrderReport order, RecordOutput out) {
        boolean plausible = SourceValues.plausible(order.stated());
        SourceFacts facts = facts(order, out);
        if (order.stated() != 0 && !plausible) {
            String detail = "expected a time between 1970 and 9999";
            refuse(order, out, new Normalised.Refused("wrong_type", "occurred_at", detail));
            return;
        }
        long raw = plausible ? order.stated() : out.record().timestamp();
        Normalised result =
                normaliser.event(
                        new SourceEvent(
                                facts.id(),
                                order.name(),
                                false,
                                facts.time(),
                                raw,
                                List.of(order.properties()),
                                null));
        if (result instanceof Normalised.Accepted accepted) {
            Bundler bundler = new Bundler(levels, out, PLATFORM, null, null, RANK);
            Ids ids = ids(order);
            bundler.add(ids, accepted.ids(), accepted.event(), true);
            bundler.finish(ids, profile(order, facts.time()), facts.time());
            if (out.bundles().isEmpty()) {
                out.poison("no_identifier", "expected an identifier of a configured level");
            }
        } else if (result instanceof Normalised.Filtered filtered) {
            out.filter(facts, filtered.reason());
        } else {
            out.refuseRecord(facts, (Normalised.Refused) result, order.json());
        }
    }

    /** The report cannot be used, for a reason that lies before the contract. */
    void refuse(OrderReport order, RecordOutput out, Normalised.Refused why) {
        out.refuseRecord(facts(order, out), why, order.json());
    }

    /** The report is of no interest. */
    void filter(OrderReport order, RecordOutput out, String reason) {
        out.filter(facts(order, out), reason);
    }

    private SourceFacts facts(OrderReport order, RecordOutput out) {
        long arrived = out.record().timestamp();
        long raw = SourceValues.plausible(order.stated()) ? order.stated() : arrived;
        String id = normaliser.messageId(order.messageId());
        if (id == null) {
            id = Digest.of(order.json(), OrderReader.SOURCE);
        }
        return new SourceFacts(0, id, order.name(), Math.min(raw, arrived + tolerance), PLATFORM);
    }

    private Ids ids(OrderReport order) {
        Ids ids = Ids.NONE;
        for (String level : levels) {
            String value = order.identifiers().get(level);
            ids = ids.with(level, normaliser.identifier(level, value));
        }
        return ids;
    }

    private List<Attribute> profile(OrderReport order, long time) {
        List<Attribute> profile = normaliser.profile(order.attributes(), null, null, time, RANK);
        String customer = normaliser.identifier(CUSTOMER, order.identifiers().get(CUSTOMER));
        if (customer != null && !levels.contains(CUSTOMER)) {
            profile.add(Bundler.attribute(CUSTOMER, customer, time, RANK));
        }
        return profile;
    }
}
