package io.backstitch.cli.demo;

import io.backstitch.sandbox.shoppers.RetentionOutcome;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;

/** Tells the run to people: on the terminal, and as JSON to the page. */
final class DemoReport implements Progress {
    private final PrintWriter out;
    private final long seed;
    private final int shoppers;
    private volatile String json = "";

    DemoReport(PrintWriter out, long seed, int shoppers) {
        this.out = out;
        this.seed = seed;
        this.shoppers = shoppers;
    }

    String json() {
        return json;
    }

    @Override
    public void step(String what) {
        out.println("· " + what);
        out.flush();
    }

    @Override
    public void count(long results) {}

    void addresses(URI page, URI naivePage, URI flink) {
        out.println("  Customer.io sandbox  " + page);
        out.println("  naive workspace      " + naivePage);
        out.println("  Flink                " + flink);
        out.flush();
    }

    void stayingUp() {
        out.println("Everything stays up until Ctrl-C.");
        out.flush();
    }

    void outcome(DemoRun.Outcome outcome) {
        for (Map.Entry<?, Long> mess : outcome.simulation().truth().mess().entrySet()) {
            out.println("  " + mess.getKey() + " " + mess.getValue());
        }
        for (Verdict verdict : outcome.verdicts()) {
            out.println(
                    (verdict.held() ? "held   " : "BROKEN ")
                            + verdict.promise()
                            + " "
                            + verdict.promise().title()
                            + " checked="
                            + verdict.checked()
                            + " violations="
                            + verdict.violations()
                            + " "
                            + verdict.examples()
                            + (verdict.note() == null ? "" : " " + verdict.note()));
        }
        RetentionOutcome b = outcome.backstitch();
        RetentionOutcome n = outcome.naively();
        out.println("backstitch " + b);
        out.println("naive      " + n);
        out.flush();
    }
}
