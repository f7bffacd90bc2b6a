package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.balance.Count;
import io.backstitch.pipeline.person.Outbox;
import io.backstitch.pipeline.person.PersonKey;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Outcome;
import java.util.List;
import org.apache.flink.util.Collector;

/** Everything that can leave a step: up the stairs, to delivery, to the receipts, to the audit. */
final class Exits implements Outbox {
    private final Step step;
    private final Step.ReadOnlyContext context;
    private final Collector<Operation> out;
    private final Address me;

    Exits(Step step, Step.ReadOnlyContext context, Collector<Operation> out, Address me) {
        this.step = step;
        this.context = context;
        this.out = out;
        this.me = me;
    }

    void emit(Climb record) {
        if (record instanceof Bundle bundle) {
            step.books.passedOn(bundle);
        }
        context.output(step.way(record.level()), record);
    }

    @Override
    public void operation(Operation operation) {
        if (operation.subject() != null && operation.subject().channel() != null) {
            step.metrics.withoutChannel.inc();
        }
        step.books.delivered(operation);
        out.collect(operation);
    }

    @Override
    public void withheld(Operation event, Outcome outcome, String reason) {
        if (outcome == Outcome.ANNULLED) {
            step.metrics.annulled.inc();
        }
        step.books.ended(event, Count.FILTERED);
        context.output(Step.RECEIPTS, step.traces.withheld(event, outcome, reason));
    }

    @Override
    public void duplicate(Bundle bundle, Event event, String reason) {
        step.books.ended(bundle, Count.DUPLICATES);
        context.output(Step.RECEIPTS, step.traces.duplicate(bundle, event, reason));
    }

    @Override
    public void folded(int orders) {
        step.metrics.ordersFolded.inc(orders);
    }

    @Override
    public void filled(int items) {
        step.metrics.itemsFilled.inc(items);
    }

    @Override
    public void filtered(Bundle bundle, Event event, String reason) {
        step.books.ended(bundle, Count.FILTERED);
        context.output(Step.RECEIPTS, step.traces.filtered(bundle, event, reason));
    }

    /** Puts a fence behind the last operation of a lane, for whoever waits in a higher one. */
    void fence(PersonKey lane, String id, List<String> awaits, Address to) {
        out.collect(
                new Operation(
                        Operation.Kind.FENCE,
                        lane.text(),
                        id,
                        0,
                        new byte[0],
                        awaits,
                        Operation.fenceTo(to.level(), person(to).text()),
                        null));
    }

    PersonKey person(Address address) {
        return new PersonKey(step.settings.level(address.level()).personType(), address.key());
    }

    void audit(Decision decision, String reason, Statement statement) {
        audit(decision, reason, 1, statement);
    }

    /** An audit record about several events. */
    void audit(Decision decision, String reason, long count, Statement statement) {
        IdentityAudit audit =
                step.traces.audit(
                        decision,
                        reason,
                        me,
                        statement.owner(),
                        statement.eventId(),
                        statement.time(),
                        statement.origin());
        audit.setCount(count);
        audit(audit);
    }

    void audit(
            Decision decision,
            String reason,
            Address owner,
            String eventId,
            long time,
            Origin origin) {
        audit(step.traces.audit(decision, reason, me, owner, eventId, time, origin));
    }

    private void audit(IdentityAudit audit) {
        if (audit.getDecision() == Decision.LINKED) {
            step.metrics.linked.inc();
        } else if (audit.getDecision() == Decision.REFUSED) {
            step.metrics.refused.inc();
        }
        context.output(Step.AUDIT, audit);
    }
}
