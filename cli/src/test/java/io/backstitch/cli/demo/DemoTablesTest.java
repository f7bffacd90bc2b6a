package io.backstitch.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.shoppers.MessKind;
import io.backstitch.sandbox.shoppers.ShopperKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoTablesTest {
    private final IdealRun run = new IdealRun(2, 300);

    @Test
    void whatCameInNamesEveryKindOfShopperAndMess() {
        String table = DemoTables.cameIn(run.truth, Paint.PLAIN);

        for (ShopperKind kind : ShopperKind.values()) {
            assertThat(table).contains(kind.title());
        }
        for (MessKind kind : run.truth.mess().keySet()) {
            assertThat(table).contains(kind.title());
        }
        assertThat(table.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void aBrokenPromiseSaysWhatWasFound() {
        run.deadLetters.clear();
        List<Verdict> verdicts = run.judge();

        String table = DemoTables.promises(verdicts, Paint.PLAIN);

        assertThat(table)
                .contains("P8  Nothing is lost silently               BROKEN")
                .contains("has no fate")
                .contains("more")
                .contains("P9  It upgrades without forgetting         untested")
                .contains("P1  One person, one profile                held");
        assertThat(table).doesNotContain("\u001b");
    }

    @Test
    void bothOutcomesStandSideBySide() {
        String table = DemoTables.beside(run.outcome(), run.outcome(), Paint.PLAIN);

        assertThat(table).contains("Backstitch", "naive", "orders counted twice");
    }

    @Test
    void coloursAreForTerminals() {
        assertThat(Paint.COLOURS.red("no")).isEqualTo("\u001b[31;1mno\u001b[0m");
        assertThat(Paint.PLAIN.red("no")).isEqualTo("no");
        assertThat(Paint.forThisTerminal()).isEqualTo(Paint.PLAIN);
    }
}
