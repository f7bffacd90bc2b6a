package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.schemas.wire.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One person's ledger without Flink; its state is written and read between any two calls. */
final class Person implements Outbox {
    static final OrderRules RULES =
            new OrderRules(true, "", false, 10 * Report.MINUTE, 730 * Report.DAY * Report.MINUTE);
    static final OrderRules BACKEND_ONLY =
            new OrderRules(true, "", true, 10 * Report.MINUTE, 730 * Report.DAY * Report.MINUTE);

    final List<Operation> operations = new ArrayList<>();
    int folded;
    int filled;
    final List<String> duplicates = new ArrayList<>();
    private final OrderRules rules;
    private LedgerState state = new LedgerState();

    Person(OrderRules rules) {
        this.rules = rules;
    }

    Person() {
        this(RULES);
    }

    static PersonSettings settings(OrderRules rules) {
        return new PersonSettings(
                60 * Report.MINUTE,
                20 * Report.MINUTE,
                rules,
                ChannelRules.DEFAULT,
                "test",
                "key".getBytes(StandardCharsets.UTF_8),
                "1.0.0",
                PersonSettings.Sabotage.NONE);
    }

    private Ledger ledger() {
        return new Ledger(state, new PersonKey(PersonKey.ID, "c"), settings(rules), this);
    }

    private void keep(Ledger ledger) {
        state = LedgerState.fromBytes(ledger.state().toBytes());
    }

    Person tell(Report... reports) {
        for (Report report : reports) {
            Ledger ledger = ledger();
            ledger.apply(List.of(report.bundle()));
            keep(ledger);
        }
        return this;
    }

    Person tell(List<Report> reports) {
        return tell(reports.toArray(Report[]::new));
    }

    Person tick(long minute) {
        Ledger ledger = ledger();
        ledger.tick(Report.NINE + minute * Report.MINUTE);
        keep(ledger);
        return this;
    }

    /** Minutes after nine; the greatest long for never. */
    long deadline() {
        long deadline = ledger().nextDeadline();
        return deadline == Long.MAX_VALUE ? deadline : (deadline - Report.NINE) / Report.MINUTE;
    }

    Person absorb(Person guest, long minute) {
        Ledger ledger = ledger();
        ledger.absorb(
                LedgerState.fromBytes(guest.state.toBytes()),
                new PersonKey(PersonKey.EMAIL, "g@x.org"),
                new Origin("orders", 0, 9, Report.NINE + minute * Report.MINUTE),
                List.of());
        keep(ledger);
        return this;
    }

    int stateBytes() {
        return state.toBytes().length;
    }

    LedgerState state() {
        return state;
    }

    List<String> names() {
        return OnePerson.names(operations);
    }

    String body(int index) {
        int at = index < 0 ? operations.size() + index : index;
        return new String(operations.get(at).body(), StandardCharsets.UTF_8);
    }

    /** What Customer.io has of an attribute, as JSON; null if nothing was ever sent. */
    String sent(String name) {
        byte[] json = state.sent.attributes.get(name);
        return json == null ? null : new String(json, StandardCharsets.UTF_8);
    }

    /** Everything Customer.io has. */
    String sent() {
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, byte[]> each : new TreeMap<>(state.sent.attributes).entrySet()) {
            all.append(each.getKey()).append('=');
            all.append(new String(each.getValue(), StandardCharsets.UTF_8)).append('\n');
        }
        return all.toString();
    }

    void forgetWhatWasSaid() {
        operations.clear();
        duplicates.clear();
    }

    @Override
    public void withheld(Operation event, Outcome outcome, String reason) {
        throw new AssertionError("nothing is withheld here");
    }

    @Override
    public void operation(Operation operation) {
        operations.add(operation);
    }

    @Override
    public void folded(int orders) {
        folded += orders;
    }

    @Override
    public void filled(int items) {
        filled += items;
    }

    @Override
    public void filtered(Bundle bundle, Event event, String reason) {
        duplicates.add(event.id() + " " + reason);
    }

    @Override
    public void duplicate(Bundle bundle, Event event, String reason) {
        duplicates.add(event.id() + " " + reason);
    }
}
