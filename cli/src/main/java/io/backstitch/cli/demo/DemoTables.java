package io.backstitch.cli.demo;

import io.backstitch.sandbox.customerio.SandboxSummary;
import io.backstitch.sandbox.shoppers.Fate;
import io.backstitch.sandbox.shoppers.MessKind;
import io.backstitch.sandbox.shoppers.ShopperKind;
import io.backstitch.sandbox.shoppers.Truth;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The demo's result for people: what came in, what Customer.io holds, the promises, and the same
 * traffic forwarded naively. Plain text of at most 100 columns, with colours only if asked.
 */
public final class DemoTables {
    private static final int NAME = 46;
    private static final int NUMBER = 12;

    private final StringBuilder text = new StringBuilder();
    private final Paint paint;

    private DemoTables(Paint paint) {
        this.paint = paint;
    }

    /** What came in, by kind of shopper, mess and expected fate. */
    public static String cameIn(Truth truth, Paint paint) {
        DemoTables table = new DemoTables(paint);
        table.title("What came in");
        table.row("records on Kafka", truth.recordCount());
        table.row("events and orders in them, repeats included", truth.inputs());
        for (Fate fate : Fate.values()) {
            table.row("  " + words(fate), truth.fates().getOrDefault(fate, 0L));
        }
        table.heading("shoppers", truth.shoppers().size());
        for (Map.Entry<ShopperKind, Long> kind : truth.kinds().entrySet()) {
            table.row("  " + kind.getKey().title(), kind.getValue());
        }
        table.heading("mess", null);
        for (Map.Entry<MessKind, Long> mess : truth.mess().entrySet()) {
            table.row("  " + mess.getKey().title(), mess.getValue());
        }
        return table.text.toString();
    }

    /** What Customer.io now holds. */
    public static String holds(SandboxSummary summary, Paint paint) {
        DemoTables table = new DemoTables(paint);
        table.title("What Customer.io now holds");
        table.row("people", summary.people());
        table.row("anonymous ids with events of nobody", summary.anonymousIds());
        summary.eventsByName().forEach((name, count) -> table.row("  " + name, count));
        for (SandboxSummary.JourneyCounts journey : summary.journeys()) {
            table.heading("journey: " + journey.title(), journey.entered());
            table.row("  mailed", journey.mailed());
            table.row("  left without a mail", journey.exited());
            table.row("  nowhere to mail to", journey.noChannel());
            table.row("  still waiting", journey.waiting());
        }
        return table.text.toString();
    }

    /** The promises, with the first violations under those that broke. */
    public static String promises(List<Verdict> verdicts, Paint paint) {
        DemoTables table = new DemoTables(paint);
        table.title("The promises, checked against the shoppers' own ledger");
        for (Verdict verdict : verdicts) {
            table.promise(verdict);
        }
        return table.text.toString();
    }

    /** Backstitch's outcome beside the naive one. */
    public static String beside(RetentionOutcome ours, RetentionOutcome naive, Paint paint) {
        DemoTables table = new DemoTables(paint);
        table.title("The same traffic, forwarded naively");
        table.text.append(
                String.format(
                        Locale.ROOT,
                        "  %-" + NAME + "s%" + NUMBER + "s%" + NUMBER + "s%n",
                        "",
                        "Backstitch",
                        "naive"));
        table.pair("profiles", ours.profiles(), naive.profiles());
        table.pair("  shoppers who should have one", ours.shoppers(), naive.shoppers());
        table.pair("  shoppers with more than one", ours.splitShoppers(), naive.splitShoppers());
        table.pair("  shoppers with none", ours.missingShoppers(), naive.missingShoppers());
        table.pair("  profiles of nobody", ours.strayProfiles(), naive.strayProfiles());
        table.pair(
                "events journeys may trigger on",
                ours.expectedTriggers(),
                naive.expectedTriggers());
        table.pair("  missing or misnamed", ours.missedTriggers(), naive.missedTriggers());
        table.pair("orders counted twice", ours.doubleCountedOrders(), naive.doubleCountedOrders());
        table.pair("cart recovery mails", ours.recoveryMails(), naive.recoveryMails());
        table.pair(
                "  to people who had bought", ours.mailedAfterBuying(), naive.mailedAfterBuying());
        table.pair(
                "    whose order had arrived by then",
                ours.mailedThoughKnown(),
                naive.mailedThoughKnown());
        table.pair("abandoners not mailed", ours.unmailedAbandoners(), naive.unmailedAbandoners());
        return table.text.toString();
    }

    private static String words(Fate fate) {
        return switch (fate) {
            case DELIVERED -> "to be delivered to their shopper";
            case DELIVERED_ANONYMOUS -> "to be delivered anonymously";
            case DUPLICATE -> "duplicates";
            case FILTERED -> "not for Customer.io";
            case DEAD_LETTER -> "to be refused with a reason";
        };
    }

    private void title(String words) {
        text.append(paint.bold(words)).append(System.lineSeparator());
    }

    private void heading(String words, Integer count) {
        if (count == null) {
            text.append("  ").append(words).append(System.lineSeparator());
        } else {
            row(words, count);
        }
    }

    private void row(String words, long count) {
        text.append(
                String.format(Locale.ROOT, "  %-" + NAME + "s%," + NUMBER + "d%n", words, count));
    }

    private void pair(String words, long ours, long naive) {
        text.append(
                String.format(
                        Locale.ROOT,
                        "  %-" + NAME + "s%," + NUMBER + "d%," + NUMBER + "d%n",
                        words,
                        ours,
                        naive));
    }

    private void promise(Verdict verdict) {
        String state =
                !verdict.held()
                        ? paint.red("BROKEN")
                        : verdict.checked() == 0 ? paint.dim("untested") : paint.green("held  ");
        text.append(
                String.format(
                        Locale.ROOT,
                        "  %s  %-38s %s  %,9d checked%s%n",
                        verdict.promise(),
                        verdict.promise().title(),
                        state,
                        verdict.checked(),
                        verdict.held()
                                ? verdict.note() == null ? "" : "  (" + verdict.note() + ")"
                                : String.format(
                                        Locale.ROOT, ", %,d violations", verdict.violations())));
        for (String example : verdict.examples()) {
            text.append("        ").append(example).append(System.lineSeparator());
        }
        if (verdict.violations() > verdict.examples().size()) {
            long more = verdict.violations() - verdict.examples().size();
            text.append("        and ").append(more).append(" more").append(System.lineSeparator());
        }
    }
}
