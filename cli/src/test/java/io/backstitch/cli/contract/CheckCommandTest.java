package io.backstitch.cli.contract;

import static io.backstitch.cli.contract.Running.contract;
import static io.backstitch.cli.contract.Running.event;
import static io.backstitch.cli.contract.Running.optional;
import static io.backstitch.cli.contract.Running.required;
import static io.backstitch.cli.contract.Running.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.ExitCodes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String TEXT = "\"string\"";

    @TempDir Path before;
    @TempDir Path after;

    /** The gate: whoever changes the packaged contract moves its version, and breaks no journey. */
    @Test
    void thePackagedContractKeepsWhatWasReleased() {
        Running check = new Running("check");

        assertThat(check.code).as(check.out()).isEqualTo(ExitCodes.OK);
        assertThat(check.out()).contains("The version moved as it must.");
    }

    @Test
    void aRemovedEventIsNamedWithItsJourneys() {
        contract(before, "1.0.0", "", required("store_id", TEXT, ""));

        Running check = new Running("check", "--released", before);

        assertThat(check.code).isEqualTo(ExitCodes.FAILED);
        assertThat(check.out())
                .contains("BREAKING  store_visited: the event was removed")
                .contains("hits the journeys win_back")
                .contains("The version must be at least 2.0.0");
    }

    @Test
    void aRenamedEventIsNotARemovedOne() {
        contract(before, "1.1.0", "", required("store_id", TEXT, ""));
        write(after, "contract.json", "{\"version\":\"2.0.0\"}");
        event(after, "shop_visited", "ShopVisited", "\"Store Visited\"", required("id", TEXT, ""));

        Running check = new Running("check", "--contract", after, "--released", before);

        assertThat(check.out())
                .contains("store_visited: the event was renamed to shop_visited")
                .contains("shop_visited.store_id: the property was removed")
                .contains("shop_visited.id: a new property is required")
                .doesNotContain("shop_visited: new event");
    }

    @Test
    void everyBreakingChangeOfAPropertyIsSaidInWords() {
        contract(
                before,
                "1.1.0",
                "\"Shop Visit\"",
                optional("gone", TEXT, ""),
                optional("old_name", TEXT, ""),
                optional("kind", TEXT, ""),
                optional("late", TEXT, ""),
                required("sure", TEXT, ""),
                optional("mail", TEXT, ",\"synonyms\":[\"e_mail\"],\"personal\":true"),
                optional("pieces", "\"long\"", ",\"minimum\":0"));
        contract(
                after,
                "1.2.0",
                "",
                optional("new_name", TEXT, ",\"synonyms\":[\"old name\"]"),
                optional("kind", "\"long\"", ""),
                required("late", TEXT, ""),
                optional("sure", TEXT, ""),
                optional("mail", TEXT, ""),
                optional("pieces", "\"long\"", ",\"minimum\":1"));

        Running check = new Running("check", "--contract", after, "--released", before);

        assertThat(check.code).isEqualTo(ExitCodes.FAILED);
        assertThat(check.out())
                .contains(
                        "store_visited: the synonym 'Shop Visit' was lost: such events are unplanned")
                .contains("store_visited.gone: the property was removed")
                .contains("store_visited.old_name: the property was renamed to new_name")
                .contains("store_visited.kind: the type changed from text to integer")
                .contains("store_visited.late: became required")
                .contains("store_visited.sure: is no longer required")
                .contains("store_visited.mail: the synonym 'e_mail' was lost")
                .contains("store_visited.mail: is no longer marked as personal data")
                .contains("store_visited.pieces: the smallest allowed value was 0 and is 1")
                .contains("must be at least 2.0.0 (a breaking change needs a new major version)");
    }

    @Test
    void aBreakingChangeMayBeMeantIfTheMajorVersionMoved() {
        contract(before, "1.1.0", "", required("store_id", TEXT, ""));
        contract(after, "2.0.0", "", required("store_id", "\"long\"", ""));

        Running strict = new Running("check", "--contract", after, "--released", before);
        Running meant =
                new Running("check", "--contract", after, "--released", before, "--allow-breaking");

        assertThat(strict.code).isEqualTo(ExitCodes.FAILED);
        assertThat(meant.code).isEqualTo(ExitCodes.OK);
    }

    @Test
    void anAdditionNeedsANewMinorVersion() {
        write(before, "contract.json", "{\"version\":\"1.1.0\"}");
        contract(after, "1.1.1-shop", "", required("store_id", TEXT, ""));

        Running check = new Running("check", "--contract", after, "--released", before);

        assertThat(check.code).isEqualTo(ExitCodes.FAILED);
        assertThat(check.out())
                .contains("added     store_visited: new event")
                .contains("must be at least 1.2.0");
    }

    @Test
    void whatWasReleasedLiesInTheContractsOwnFolder() {
        contract(after, "1.2.0", "", required("store_id", TEXT, ""));
        contract(after.resolve("released"), "1.2.0", "", required("store_id", TEXT, ""));

        Running check = new Running("check", "--contract", after);

        assertThat(check.out()).contains("version 1.2.0, against 1.2.0").doesNotContain("store_");
    }

    @Test
    void aVersionThatGoesBackIsAFault() {
        write(before, "contract.json", "{\"version\":\"1.9.0\"}");
        write(after, "contract.json", "{\"version\":\"1.8.0\"}");

        Running check = new Running("check", "--contract", after, "--released", before);

        assertThat(check.code).isEqualTo(ExitCodes.FAILED);
    }

    @Test
    void whatCannotBeReadIsOneMessage() {
        write(after, "Broken.avsc", "{");
        write(after, "contract.json", "{\"version\":\"1.2.0\"}");
        write(before, "contract.json", "{\"version\":\"soon\"}");

        Running broken = new Running("check", "--contract", after);
        Running absent = new Running("check", "--contract", after.resolve("nowhere"));
        Running unnamed = new Running("check", "--contract", before);
        Running config = new Running("check", "--config", after.resolve("none.yaml"));
        Running url = new Running("check", "--registry", "ftp://registry");

        assertThat(broken.code).isEqualTo(ExitCodes.USAGE);
        assertThat(broken.err()).contains("Broken.avsc: missing or not JSON");
        assertThat(absent.err()).contains("is no directory; expected one with *.avsc files");
        assertThat(unnamed.err()).contains("'soon' is no semantic version");
        assertThat(config.code).isEqualTo(ExitCodes.USAGE);
        assertThat(config.err()).contains("none.yaml");
        assertThat(url.code).isEqualTo(ExitCodes.USAGE);
        assertThat(url.err()).contains("must start with http").doesNotContain("\tat ");
    }

    @Test
    void helpSaysWhatBreaks() {
        Running help = new Running("check", "--help");

        assertThat(help.code).isEqualTo(ExitCodes.OK);
        assertThat(help.out())
                .contains("--allow-breaking", "--released", "--registry", "became required")
                .contains("Exit codes: 0 nothing breaks");
    }
}
