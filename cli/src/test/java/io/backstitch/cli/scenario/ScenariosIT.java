package io.backstitch.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.audit.WholeBalance;
import io.backstitch.cli.stack.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The project's scenarios hold, at any parallelism, and a wrong one does not. */
class ScenariosIT {
    private static final String FILE = "a-cart-filled-on-the-web-is-checked-out-in-the-app.yaml";

    private static RunFolder folder;
    private static Theatre theatre;

    @TempDir Path dir;

    @BeforeAll
    static void open() throws Exception {
        folder = RunFolder.create("scenarios-it");
        theatre = Theatre.open(folder.path(), 1);
    }

    @AfterAll
    static void close() throws Exception {
        try (RunFolder toDelete = folder;
                Theatre toClose = theatre) {
            assertThat(toDelete.path()).exists();
        }
    }

    static Stream<Path> files() throws IOException {
        return ScenarioSchemaTest.files();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void everythingIsAsTheFileExpects(Path file) throws Exception {
        Scenario scenario = ScenarioParser.read(file);
        Outcome outcome = theatre.play(scenario);
        assertThat(Comparison.of(scenario, outcome)).isEmpty();
        assertThat(
                        new WholeBalance(outcome.balances())
                                .faults(
                                        outcome.receipts(),
                                        outcome.deadLetters(),
                                        instructions(scenario)))
                .as("balance")
                .isEmpty();
        assertThat(PersonalData.shownIn(outcome)).as("personal data outside payloads").isEmpty();
    }

    @Test
    void theExampleOfThePageHoldsAndItsFaultyTwinPrintsWhatThePageShows() throws Exception {
        String example = ScenarioSchemaTest.exampleOfThePage();
        Ran right = run(Files.writeString(dir.resolve("right.yaml"), example).toString());
        assertThat(right.code).as(right.out).isZero();

        String twin = example.replace("cart_abandoned 10:50", "cart_recovered 10:50");
        Ran wrong = run(Files.writeString(dir.resolve("mine.yaml"), twin).toString());
        String printed = wrong.out.replaceAll("\\([0-9.]+ s\\)", "(0.9 s)");
        assertThat(ScenarioSchemaTest.page())
                .contains(printed.substring(0, printed.indexOf("\n\n")));
    }

    @Test
    void theyHoldAtAnotherParallelismToo() throws Exception {
        Ran ran = run("--parallelism", "3", file().getParent().toString());
        assertThat(ran.code).as(ran.out).isZero();
    }

    @Test
    void aWrongExpectationIsPrintedSideBySideAndEndsWith1() throws Exception {
        String right = Files.readString(file());
        String wrong =
                right.replace("lifetime_value: 59.90", "lifetime_value: 60")
                        .replace("checkout_started 09:30", "order_updated 09:30")
                        .replace("{cart-recovery: mailed}", "{cart-recovery: exited}");
        Ran ran = run(Files.writeString(dir.resolve("wrong.yaml"), wrong).toString());

        assertThat(ran.code).as(ran.out).isEqualTo(1);
        assertThat(ran.out)
                .contains("DIFFERS      wrong.yaml: 4 differences")
                .contains("person id 42, email ann@shop.example")
                .containsPattern("! lifetime_value +60 +59.9\n")
                .containsPattern("! activity 3 +order_updated 09:30 +-\n")
                .containsPattern("! activity 4 +- +checkout_started 09:30\n")
                .containsPattern("! journey cart-recovery +exited +mailed\n")
                .contains("0 of 1 as expected.");
    }

    @Test
    void aFileThatCannotBeRunEndsWith2AndTheOthersStillRun() throws Exception {
        String refused = Files.readString(file()) + "\noptions: {cart.abandon-after: soon}\n";
        Files.writeString(dir.resolve("refused.yaml"), refused);
        Files.writeString(dir.resolve("unreadable.yaml"), "inputs: [");
        Files.copy(file(), dir.resolve("right.yaml"));
        Ran ran = run(dir.toString());

        assertThat(ran.code).as(ran.out).isEqualTo(2);
        assertThat(ran.out)
                .contains("unreadable.yaml cannot be run: 1 fault")
                .contains("options.cart.abandon-after: its value cannot be read")
                .contains("1 of 3 as expected.");
    }

    @Test
    void aFolderWithoutFilesIsWrongUsage() {
        assertThat(run(dir.toString()).code).isEqualTo(2);
        assertThat(run(dir.resolve("none.yaml").toString()).code).isEqualTo(2);
    }

    /** Requests to forget or to join somebody. */
    private static int instructions(Scenario scenario) {
        int instructions = 0;
        for (Input input : scenario.inputs()) {
            String text = new String(input.value(), StandardCharsets.UTF_8);
            boolean erasure = input.topic().equals(scenario.option("ingest.erasure-topic"));
            boolean instructs = erasure || text.contains("alias");
            instructions += instructs ? 1 : 0;
        }
        return instructions;
    }

    private static Path file() throws IOException {
        return files().filter(path -> path.endsWith(FILE)).findFirst().orElseThrow();
    }

    private record Ran(int code, String out) {}

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new ScenarioCommand());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        return new Ran(line.execute(args), out.toString());
    }
}
