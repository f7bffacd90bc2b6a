package io.backstitch.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScriptTest {
    @Test
    void splitsAtSemicolonsOutsideQuotesAndDropsComments() {
        Script script =
                Script.parse(
                        """
                        -- a comment; with a semicolon
                        SELECT ';' AS a, `b;c` -- and here; too
                        FROM t;

                        SELECT '-- no comment', 'it''s';
                        """);

        assertThat(script.statements())
                .containsExactly(
                        "SELECT ';' AS a, `b;c` \nFROM t", "SELECT '-- no comment', 'it''s'");
    }

    @Test
    void keepsSettingsApartTheLastOneWinning() {
        Script script =
                Script.parse(
                        """
                        SET 'execution.runtime-mode' = 'batch';
                        set 'a'='1';
                        SELECT 'SET ''b'' = ''2''';
                        SET 'execution.runtime-mode' = 'streaming';
                        """);

        assertThat(script.settings())
                .containsOnlyKeys("execution.runtime-mode", "a")
                .containsEntry("execution.runtime-mode", "streaming")
                .containsEntry("a", "1");
        assertThat(script.statements()).containsExactly("SELECT 'SET ''b'' = ''2'''");
    }
}
