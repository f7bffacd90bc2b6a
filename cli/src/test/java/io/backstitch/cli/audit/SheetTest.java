package io.backstitch.cli.audit;

import static io.backstitch.cli.audit.Subtasks.ELEVEN;
import static io.backstitch.cli.audit.Subtasks.TEN;
import static io.backstitch.cli.audit.Subtasks.cell;
import static io.backstitch.cli.audit.Subtasks.checkpoint;
import static io.backstitch.cli.audit.Subtasks.of;
import static io.backstitch.cli.audit.Subtasks.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.audit.Sheet.Row;
import io.backstitch.schemas.wire.BalanceCell;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SheetTest {
    private static final String EMAIL = "deliver-email";

    @Test
    void whatEndsOrIsKeptAddsUpOverAllSubtasks() {
        Checkpoint checkpoint =
                checkpoint(
                        1,
                        of(1, "ingest", 0, 2, cell(TEN).setReceived(3).setFiltered(1).build()),
                        of(1, "ingest", 1, 2, received(TEN, 5, EMAIL, 7)),
                        of(
                                1,
                                EMAIL,
                                0,
                                1,
                                cell(TEN)
                                        .setReceived(7)
                                        .setAccepted(4)
                                        .setDeadLetters(1)
                                        .setPending(2)
                                        .build()));
        Sheet sheet = new Sheet(checkpoint, null);
        Row row = sheet.rows().values().iterator().next();

        assertThat(sheet.faults()).isEmpty();
        assertThat(row.received).isEqualTo(8);
        assertThat(row.difference()).isZero();
        assertThat(SheetText.of(checkpoint, sheet, null))
                .contains("orders  2026-11-23 10:00   8         4")
                .endsWith("Nothing is missing.\n");
    }

    @Test
    void anOperatorThatCannotAccountForAnEventIsNamed() {
        Sheet sheet =
                new Sheet(
                        checkpoint(
                                1,
                                of(1, "ingest", 0, 1, received(TEN, 5, EMAIL, 5)),
                                of(
                                        1,
                                        EMAIL,
                                        0,
                                        1,
                                        cell(TEN).setReceived(5).setAccepted(3).build())),
                        null);

        assertThat(sheet.faults())
                .containsExactly(
                        "orders, hour 2026-11-23T10:00:00Z: deliver-email has lost 2 events");
        assertThat(sheet.rows().values().iterator().next().difference()).isEqualTo(2);
    }

    @Test
    void aLossHereAndAnInventionThereDoNotCancelEachOther() {
        Sheet sheet =
                new Sheet(
                        checkpoint(
                                1,
                                of(1, "ingest", 0, 1, received(TEN, 5, EMAIL, 4)),
                                of(
                                        1,
                                        EMAIL,
                                        0,
                                        1,
                                        cell(TEN).setReceived(4).setAccepted(5).build())),
                        null);

        assertThat(sheet.rows().values().iterator().next().difference()).isZero();
        assertThat(sheet.faults())
                .containsExactlyInAnyOrder(
                        "orders, hour 2026-11-23T10:00:00Z: ingest has lost 1 event",
                        "orders, hour 2026-11-23T10:00:00Z: deliver-email accounts for 1 event that"
                                + " it never received");
    }

    @Test
    void theNewestHourMayHaveEventsUnderWay() {
        Sheet sheet = new Sheet(onTheWay(2, TEN), onTheWay(1, TEN));

        assertThat(sheet.faults()).isEmpty();
        assertThat(sheet.rows().values().iterator().next().underWay).isEqualTo(1);
        assertThat(sheet.rows().values().iterator().next().difference()).isZero();
    }

    @Test
    void inAnEarlierHourOneCheckpointExcusesWhatIsUnderWayAndTwoDoNot() {
        assertThat(new Sheet(onTheWay(1, TEN, ELEVEN), null).faults()).isEmpty();
        assertThat(new Sheet(onTheWay(2, TEN, ELEVEN), onTheWay(1, TEN, ELEVEN)).faults())
                .containsExactly(
                        "orders, hour 2026-11-23T10:00:00Z: 1 event passed on to deliver-email"
                                + " never arrived there");
    }

    @Test
    void whatArrivesWithoutHavingBeenSentIsNamed() {
        Sheet sheet =
                new Sheet(
                        checkpoint(
                                1,
                                of(1, "ingest", 0, 1),
                                of(
                                        1,
                                        EMAIL,
                                        0,
                                        1,
                                        cell(TEN).setReceived(1).setAccepted(1).build())),
                        null);

        assertThat(sheet.faults())
                .containsExactly(
                        "orders, hour 2026-11-23T10:00:00Z: deliver-email received 1 event more"
                                + " than was passed on to it");
    }

    @Test
    void hoursThatOneSubtaskNoLongerTellsApartAreNotToldApart() {
        BalanceCell earlier =
                BalanceCell.newBuilder()
                        .setTopic("orders")
                        .setUntil(ELEVEN)
                        .setReceived(2)
                        .setAccepted(2)
                        .build();
        Checkpoint checkpoint =
                checkpoint(
                        1,
                        of(1, "ingest", 0, 1, received(TEN, 2, EMAIL, 2)),
                        of(1, EMAIL, 0, 1, earlier));
        Sheet sheet = new Sheet(checkpoint, null);

        assertThat(sheet.rows()).hasSize(1);
        assertThat(sheet.faults()).isEmpty();
        assertThat(SheetText.of(checkpoint, sheet, "orders")).contains("orders  earlier");
        assertThat(SheetText.of(checkpoint, sheet, "other")).doesNotContain("earlier ");
    }

    /** Two passed on and one received, in the first of these hours. */
    private static Checkpoint onTheWay(long id, Instant first, Instant... more) {
        Checkpoint checkpoint =
                checkpoint(
                        id,
                        of(id, "ingest", 0, 1 + more.length, received(first, 2, EMAIL, 2)),
                        of(id, EMAIL, 0, 1, cell(first).setReceived(1).setAccepted(1).build()));
        for (int i = 0; i < more.length; i++) {
            checkpoint.add(
                    of(
                            id,
                            "ingest",
                            1 + i,
                            1 + more.length,
                            cell(more[i]).setReceived(1).setFiltered(1).build()));
        }
        return checkpoint;
    }
}
