package io.backstitch.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.ExitCodes;
import org.junit.jupiter.api.Test;

class ContractCommandTest {
    @Test
    void helpNamesAllThatItCanDo() {
        Running help = new Running("--help");

        assertThat(help.code).isEqualTo(ExitCodes.OK);
        assertThat(help.out())
                .contains("check ", "docs ", "diff ", "import ")
                .contains("./backstitch contract check");
    }

    @Test
    void withoutACommandOneIsAskedFor() {
        Running nothing = new Running();

        assertThat(nothing.code).isEqualTo(ExitCodes.USAGE);
        assertThat(nothing.err()).contains("Which command?");
    }
}
