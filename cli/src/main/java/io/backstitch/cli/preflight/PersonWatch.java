package io.backstitch.cli.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.pipeline.record.Subject;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** What each person would be to Customer.io: who can be reached, and how events found them. */
final class PersonWatch extends KeyedProcessFunction<String, Operation, Long> {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHECKOUT = "checkout_started";
    private static final String ANONYMOUS = "anonymous_id:";
    private static final long MINUTE = 60_000;

    private static final int SEEN = 1;
    private static final int EMAIL = 2;
    private static final int PHONE = 4;
    private static final int EMAIL_CONSENT = 8;
    private static final int SMS_CONSENT = 16;
    private static final int STITCHED = 32;
    private static final int FLOW = 64;
    private static final int BOUGHT = 128;

    private transient Counts counts;
    private transient ValueState<Integer> mask;
    private transient ValueState<Long> identified;
    private transient ListState<Long> waiting;

    @Override
    public void open(OpenContext context) {
        counts =
                Counts.of(
                        getRuntimeContext(),
                        "people-" + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
        mask = getRuntimeContext().getState(new ValueStateDescriptor<>("is", Types.INT));
        identified = getRuntimeContext().getState(new ValueStateDescriptor<>("when", Types.LONG));
        waiting =
                getRuntimeContext()
                        .getListState(new ListStateDescriptor<>("checkouts", Types.LONG));
    }

    @Override
    public void processElement(Operation operation, Context context, Collector<Long> out)
            throws Exception {
        if (operation.kind() == Operation.Kind.FENCE || operation.subject() == null) {
            return;
        }
        Subject subject = operation.subject();
        long arrival = subject.origin().kafkaTime();
        counts.add(1, "operation", operation.kind().name());
        counts.add(1, "operation-minute", String.valueOf(arrival / MINUTE));
        counts.add(operation.body() == null ? 0 : operation.body().length, "operation-bytes");
        if (!operation.person().startsWith(ANONYMOUS)) {
            person(operation);
        }
        if (operation.isSourceEvent()) {
            event(operation, subject, arrival);
        } else if (operation.kind() == Operation.Kind.IDENTIFY) {
            identified.update(arrival);
        }
    }

    private void person(Operation operation) throws Exception {
        int before = mask.value() == null ? 0 : mask.value();
        int now = before | SEEN;
        if (operation.person().startsWith("email:")) {
            now |= EMAIL;
        }
        if (operation.kind() == Operation.Kind.IDENTIFY) {
            JsonNode attributes = JSON.readTree(operation.body()).path("attributes");
            now |= known(attributes, "email") ? EMAIL : 0;
            now |= known(attributes, "phone") ? PHONE : 0;
            boolean unsubscribed = known(attributes, "unsubscribed");
            now |=
                    unsubscribed
                                    || known(attributes, "email_opt_in")
                                    || known(attributes, "email_eligible")
                            ? EMAIL_CONSENT
                            : 0;
            now |=
                    known(attributes, "sms_opt_in") || known(attributes, "sms_eligible")
                            ? SMS_CONSENT
                            : 0;
        }
        change(before, now);
    }

    private static boolean known(JsonNode attributes, String name) {
        JsonNode value = attributes.get(name);
        return value != null && !value.isNull() && !value.asText().isEmpty();
    }

    private void change(int before, int now) throws Exception {
        if (before == now) {
            return;
        }
        mask.update(now);
        came(before, now, SEEN, "people");
        came(before, now, EMAIL, "people-email");
        came(before, now, PHONE, "people-phone");
        came(before, now, EMAIL_CONSENT, "people-email-consent");
        came(before, now, SMS_CONSENT, "people-sms-consent");
        came(before, now, STITCHED, "people-stitched");
        came(before, now, FLOW, "flows");
    }

    private void came(int before, int now, int bit, String name) {
        if ((before & bit) == 0 && (now & bit) != 0) {
            counts.add(1, name);
        }
    }

    private void event(Operation operation, Subject subject, long arrival) throws Exception {
        Stitch stitch = subject.stitch() == null ? Stitch.KNOWN : subject.stitch();
        counts.add(1, "stitch", subject.eventName(), stitch.name());
        if (stitch.isHeld()) {
            Long reveal = identified.value();
            long bytes = operation.body() == null ? 0 : operation.body().length;
            counts.add(1, "held");
            counts.add(bytes, "held-bytes");
            if (reveal != null && reveal >= arrival) {
                counts.add((reveal - arrival) / 1000, "held-seconds");
                revealed(subject.eventName(), subject.eventTime(), reveal);
            } else if (CHECKOUT.equals(subject.eventName())) {
                waiting.add(subject.eventTime());
            }
        } else if (stitch == Stitch.KNOWN) {
            for (long time : listed()) {
                revealed(CHECKOUT, time, arrival);
            }
            waiting.clear();
        }
        if (operation.person().startsWith(ANONYMOUS)) {
            return;
        }
        int before = mask.value() == null ? 0 : mask.value();
        int now = before;
        boolean order = "order_completed".equals(subject.eventName());
        if (stitch.isHeld() && !order) {
            now |= STITCHED;
        }
        now |= order ? BOUGHT : 0;
        // In any order: what was held may leave after an order that came straight away.
        if ((now & STITCHED) != 0 && (now & BOUGHT) != 0) {
            now |= FLOW;
        }
        change(before, now);
    }

    private List<Long> listed() throws Exception {
        List<Long> times = new java.util.ArrayList<>();
        Iterable<Long> all = waiting.get();
        if (all != null) {
            all.forEach(times::add);
        }
        return times;
    }

    /** A checkout and when it was known whose it is. */
    private void revealed(String name, long time, long known) {
        if (CHECKOUT.equals(name)) {
            counts.add(1, "checkout-delay", String.valueOf(Math.max(0, known - time) / 1000));
        }
    }
}
