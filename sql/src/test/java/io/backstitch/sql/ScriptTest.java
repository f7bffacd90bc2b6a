package io.backstitch.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
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
                        """,
                        Map.of());

        assertThat(script.statements())
                .containsExactly(
                        "SELECT ';' AS a, `b;c` \nFROM t", "SELECT '-- no comment', 'it''s'");
    }

    @Test
    void fillsVariablesSoThatQuotesInThemDoNoHarm() {
        Script script = Script.parse("SELECT '${a}', '${b}'", Map.of("a", "it's", "b", "$1\\"));

        assertThat(script.statements()).containsExactly("SELECT 'it''s', '$1\\'");
    }

    @Test
    void bringsThePackagedSchemas() {
        assertThat(Script.parse("'${schema:Receipt}'", Map.of()).statements().get(0))
                .contains("\"name\": \"Receipt\"")
                .doesNotContain("${");
    }

    @Test
    void namesTheVariableThatHasNoValue() {
        assertThatThrownBy(() -> Script.parse("SELECT '${topic}'", Map.of("bootstrap", "x")))
                .hasMessageContaining("${topic}")
                .hasMessageContaining("Known: bootstrap");
    }
}
