package io.backstitch.sandbox.shoppers;

import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One shopper from first to last record, with its page of truth. */
final class ShopperLife {
    private final SimulationOptions options;
    private final TruthBook book;
    private final int index;
    private final Rng rng;
    private final MessTally tally;

    ShopperLife(SimulationOptions options, TruthBook book, int index) {
        this.options = options;
        this.book = book;
        this.index = index;
        this.rng = new Rng(options.seed(), index);
        this.tally = book.tally;
    }

    /**
     * Lives the life that begins at {@code start}, enters it into the book, returns its records.
     */
    List<Pending> live(long start) {
        ShopperKind kind = kind();
        Persona persona =
                Persona.of(index, options.firstNumber() + index, rng, options.mess(), tally);
        Shopping shopping = new Shopping(rng, persona, options.mess(), tally, start);
        Scenarios.act(kind, shopping);
        List<Batch> batches = Uplink.batches(shopping);
        batches.addAll(Strays.of(shopping, batches, tally));

        Oracle oracle = new Oracle(options, batches, shopping.reports);
        List<EventTruth> events = oracle.events(index);
        ShopperPage page = new ShopperPage(options, book, persona, oracle, batches);
        List<Fate> reportFates = page.write(kind, events);

        List<Pending> records = new ArrayList<>();
        for (Batch batch : batches) {
            records.add(Pending.batch(batch, index));
        }
        List<OrderReport> reports = oracle.reports();
        for (int i = 0; i < reports.size(); i++) {
            records.add(Pending.order(reports.get(i), index, reportFates.get(i)));
        }
        if (rng.chance(options.mess().rate(MessKind.BROKEN_RECORD))) {
            tally.count(MessKind.BROKEN_RECORD);
            records.add(Strays.broken(rng, batches.get(0), start + rng.minutes(1, 300), index));
        }
        records.sort(Comparator.comparingLong(Pending::arrival));
        return records;
    }

    private ShopperKind kind() {
        int total = 0;
        for (ShopperKind kind : ShopperKind.values()) {
            total += options.weights().getOrDefault(kind, 0);
        }
        int ticket = rng.between(1, total);
        for (ShopperKind kind : ShopperKind.values()) {
            ticket -= options.weights().getOrDefault(kind, 0);
            if (ticket <= 0) {
                return kind;
            }
        }
        throw new IllegalStateException("weights changed underway");
    }
}
