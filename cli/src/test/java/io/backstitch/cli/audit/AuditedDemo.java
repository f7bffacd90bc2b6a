package io.backstitch.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.stack.LocalParts;
import io.backstitch.cli.topics.BoundedTopic;
import io.backstitch.sandbox.shoppers.Fate;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.Receipt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.awaitility.Awaitility;
import picocli.CommandLine;

/** Asks {@code audit} about a demo whose job still runs, and compares with what was really sent. */
public final class AuditedDemo {
    private static final Duration SOME_CHECKPOINTS = Duration.ofSeconds(60);

    private final LocalParts parts;
    private final Truth truth;

    public AuditedDemo(LocalParts parts, Truth truth) {
        this.parts = parts;
        this.truth = truth;
    }

    /** Every input is accounted for, with the fates that the simulator knows. */
    public void balances() throws Exception {
        long eventless = recordsWithoutEvents();
        Awaitility.await()
                .atMost(SOME_CHECKPOINTS)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> {
                            Sheet sheet = sheet();
                            assertThat(sheet.faults()).isEmpty();
                            Sheet.Row all = sum(sheet);
                            assertThat(all.received).isEqualTo(truth.inputs() + eventless);
                            assertThat(all.held + all.waiting + all.pending + all.underWay)
                                    .isZero();
                            assertThat(all.difference()).isZero();
                            assertThat(all.deadLetters).isEqualTo(fates(Fate.DEAD_LETTER));
                            assertThat(all.filtered).isEqualTo(fates(Fate.FILTERED) + eventless);
                            assertThat(all.accepted + all.duplicates)
                                    .isEqualTo(
                                            fates(Fate.DELIVERED)
                                                    + fates(Fate.DELIVERED_ANONYMOUS)
                                                    + fates(Fate.DUPLICATE));
                        });
        assertThat(command()).endsWith("Nothing is missing.\n0");
    }

    /** What a restore forgot is named, and where. */
    public void namesWhatDeliveryForgot() {
        assertThat(command())
                .containsPattern("DIFFERENCE  .*: deliver-[a-z_]+ has lost [0-9,]+ event")
                .endsWith("\n1");
    }

    private long fates(Fate fate) {
        return truth.fates().getOrDefault(fate, 0L);
    }

    /** They have no fate in the truth, since nothing in them could meet one. */
    private long recordsWithoutEvents() throws Exception {
        try (SchemaRegistry registry = parts.registryClient();
                BoundedTopic<Receipt> receipts =
                        new BoundedTopic<>(
                                parts.kafkaClient(),
                                registry,
                                "backstitch.receipts",
                                Receipt.class,
                                Receipt::getReceiptId,
                                null)) {
            return receipts.select(receipt -> "no_events".equals(receipt.getReason())).size();
        }
    }

    private Sheet sheet() throws Exception {
        Checkpoints checkpoints = new Checkpoints();
        try (SchemaRegistry registry = parts.registryClient();
                BoundedTopic<BalanceAudit> topic =
                        new BoundedTopic<>(
                                parts.kafkaClient(),
                                registry,
                                "backstitch.audit",
                                BalanceAudit.class,
                                BalanceAudit::getBalanceId,
                                null)) {
            topic.select(
                    audit -> {
                        checkpoints.add(audit);
                        return false;
                    });
        }
        Checkpoint newest = checkpoints.newest();
        assertThat(newest).isNotNull();
        return new Sheet(newest, checkpoints.before(newest));
    }

    private static Sheet.Row sum(Sheet sheet) {
        Sheet.Row sum = new Sheet.Row();
        for (Sheet.Row row : sheet.rows().values()) {
            sum.received += row.received;
            sum.accepted += row.accepted;
            sum.duplicates += row.duplicates;
            sum.filtered += row.filtered;
            sum.deadLetters += row.deadLetters;
            sum.held += row.held;
            sum.waiting += row.waiting;
            sum.pending += row.pending;
            sum.underWay += row.underWay;
        }
        return sum;
    }

    /** What it prints, and its exit code. */
    private String command() {
        StringWriter out = new StringWriter();
        int exit =
                new CommandLine(new AuditCommand())
                        .setOut(new PrintWriter(out, true))
                        .execute(
                                "--bootstrap",
                                parts.broker().bootstrapServers(),
                                "--registry",
                                parts.registryUrl());
        return out.toString() + exit;
    }
}
