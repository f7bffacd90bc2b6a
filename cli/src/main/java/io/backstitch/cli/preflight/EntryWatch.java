package io.backstitch.cli.preflight;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.PersonalIds;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.java.tuple.Tuple6;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Looks at what ingest and normalise made of the records: names, identifiers, attributes. */
final class EntryWatch
        extends ProcessFunction<Climb, Tuple6<String, Long, Long, String, String, String>> {
    private static final long serialVersionUID = 1L;
    private static final long MINUTE = 60_000;

    private final String primary;
    private final boolean twins;
    private transient Counts counts;
    private transient Origin last;
    private transient Set<String> stated;

    /**
     * @param primary level of Customer.io's primary identifier
     * @param twins whether several sources report what shoppers do
     */
    EntryWatch(String primary, boolean twins) {
        this.primary = primary;
        this.twins = twins;
    }

    @Override
    public void open(OpenContext context) {
        counts = Counts.of(getRuntimeContext(), "entry");
        stated = new HashSet<>();
    }

    @Override
    public void processElement(
            Climb record,
            Context context,
            Collector<Tuple6<String, Long, Long, String, String, String>> out) {
        if (!(record instanceof Bundle bundle)) {
            counts.add(1, "instructions");
            return;
        }
        if (!bundle.origin().equals(last)) {
            last = bundle.origin();
            stated.clear();
        }
        who(bundle, out);
        for (Attribute attribute : bundle.profile()) {
            if (attribute.json() != null) {
                counts.add(1, "attribute", attribute.name(), bundle.source(), bundle.platform());
            }
        }
        String minute = String.valueOf(bundle.origin().kafkaTime() / MINUTE);
        counts.add(bundle.events().size(), "minute", minute);
        for (Event event : bundle.events()) {
            counts.add(
                    1,
                    "name",
                    bundle.source(),
                    bundle.platform(),
                    event.sourceName(),
                    event.name());
            commerce(bundle, event, out);
        }
    }

    private void who(
            Bundle bundle, Collector<Tuple6<String, Long, Long, String, String, String>> out) {
        Ids ids = bundle.asserted();
        String customer = ids.get(primary);
        String email = ids.get("email");
        String how = customer != null ? "primary" : email != null ? "other" : "nobody";
        counts.add(1, "who", how, bundle.source(), bundle.platform());
        if (customer != null
                && !primary.equals("email")
                && !primary.equals("phone")
                && PersonalIds.isAddressOrNumber(customer)) {
            counts.add(1, "address-as-id", bundle.source(), bundle.platform());
        }
        if (email == null || primary.equals("email") || !stated.add(email)) {
            return;
        }
        long arrival = bundle.origin().kafkaTime();
        long time = arrival;
        if (!bundle.events().isEmpty()) {
            time = bundle.events().get(0).time();
        } else if (bundle.statedAt() > 0) {
            time = bundle.statedAt();
        }
        out.collect(
                Fact.of(
                        Fact.EMAIL + email,
                        time,
                        arrival,
                        bundle.source(),
                        bundle.platform(),
                        customer == null ? "" : customer));
    }

    private void commerce(
            Bundle bundle,
            Event event,
            Collector<Tuple6<String, Long, Long, String, String, String>> out) {
        Commerce commerce = event.commerce();
        if (commerce == null) {
            return;
        }
        String customer = bundle.asserted().get(primary);
        String person = customer == null ? "" : customer;
        long arrival = bundle.origin().kafkaTime();
        if (commerce.kind() == Commerce.Kind.ORDER && commerce.orderId() != null) {
            out.collect(
                    Fact.of(
                            Fact.ORDER + commerce.orderId(),
                            event.time(),
                            arrival,
                            bundle.source(),
                            bundle.platform(),
                            person));
        } else if (twins && !"backend".equals(bundle.platform())) {
            String whose = commerce.cartId() != null ? commerce.cartId() : person;
            if (!whose.isEmpty()) {
                out.collect(
                        Fact.of(
                                Fact.TWIN + event.name() + "|" + whose,
                                event.time(),
                                arrival,
                                bundle.source(),
                                bundle.platform(),
                                person));
            }
        }
    }
}
