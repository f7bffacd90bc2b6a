package io.backstitch.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioParserTest {
    @TempDir Path dir;

    private Scenario read(String yaml) throws IOException {
        Path file = dir.resolve("what-happens-when.yaml");
        Files.writeString(file, yaml);
        return ScenarioParser.read(file);
    }

    private List<String> faults(String yaml) {
        BadScenarioException e = catchThrowableOfType(BadScenarioException.class, () -> read(yaml));
        assertThat(e).isNotNull();
        return e.faults().stream().map(Object::toString).toList();
    }

    @Test
    void inputsAreSortedByArrivalAndNeverShareAMillisecond() throws IOException {
        Scenario scenario =
                read(
                        """
                        inputs:
                          - {topic: b, arrives: 09:00}
                          - {topic: c, arrives: 09:00}
                          - {topic: a, arrives: 08:00}
                        expect: {}
                        """);

        assertThat(scenario.title()).isEqualTo("What happens when");
        assertThat(scenario.inputs()).extracting(Input::topic).containsExactly("a", "b", "c");
        assertThat(scenario.inputs().get(2).arrives() - scenario.inputs().get(1).arrives())
                .isEqualTo(1);
        assertThat(scenario.until()).isEqualTo(scenario.inputs().get(2).arrives());
    }

    @Test
    void allFaultsAreNamedAtOnceWithLineAndField() {
        assertThat(
                        faults(
                                """
                                abot: a typing error
                                options:
                                  cart.abandonafter: 1h
                                inputs:
                                  - mparticle: {device: w, event: X, crt: k, at: nine}
                                  - order: {id: 1, total: 1.5 euros, at: 09:00}
                                  - {}
                                until: 07:00
                                expect:
                                  people: [{activity: []}]
                                  audit: [{decsion: refused, count: -1}]
                                """))
                .containsExactly(
                        "line 1, column 7: abot: no such field; did you mean about?",
                        "line 3, column 22: options.cart.abandonafter: no such option; did you mean"
                                + " cart.abandon-after?",
                        "line 5, column 43: inputs[1].mparticle.crt: no such field; did you mean"
                                + " cart?",
                        "line 5, column 50: inputs[1].mparticle.at: expected a time: 09:00, day 2"
                                + " 09:00:30 or 2026-03-02T09:00:00Z; found 'nine'",
                        "line 6, column 27: inputs[2].order.total: expected an amount like 59.90"
                                + " EUR, found '1.5 euros'",
                        "line 7, column 5: inputs[3]: expected exactly one of mparticle, order,"
                                + " topic, again, replay; found none",
                        "line 10, column 12: expect.people[1]: expected an id or an email that"
                                + " tells who is meant",
                        "line 11, column 21: expect.audit[1].decsion: no such field; did you mean"
                                + " decision?",
                        "line 11, column 37: expect.audit[1].count: expected a whole number of at"
                                + " least 0");
    }

    @Test
    void brokenYamlSaysWhere() {
        assertThat(faults("inputs: [\nexpect: }"))
                .singleElement()
                .asString()
                .startsWith("line 2, column 9: not readable as YAML: ");
        assertThat(faults("")).singleElement().asString().contains("the file is empty");
    }

    @Test
    void aFileWithoutInputsOrExpectationsIsRefused() {
        assertThat(faults("about: nothing"))
                .containsExactly(
                        "line 1, column 1: inputs is missing",
                        "line 1, column 1: expect is missing");
        assertThat(faults("inputs: []\nexpect: {}"))
                .containsExactly("line 1, column 9: inputs: expected at least one input");
    }

    @Test
    void aFieldThatIsThereTwiceIsAFault() {
        assertThat(faults("inputs: []\ninputs: []\nexpect: {}"))
                .contains("line 2, column 1: inputs: is there twice");
    }

    @Test
    void theEndMustNotLieBeforeTheLastArrival() {
        assertThat(faults("inputs: [{topic: a, arrives: 09:00}]\nuntil: 08:00\nexpect: {}"))
                .containsExactly("line 2, column 8: until: lies before the last input arrives");
    }

    @Test
    void wordsMeanWhatTheyMeanInYaml12() throws IOException {
        Scenario scenario =
                read(
                        """
                        options: {identity.levels: [anonymous_id, email], cart.abandon-after: 2h}
                        inputs: [{topic: a, arrives: 12:30}]
                        expect: {people: [{id: 0042, attributes: {answer: no, order: 12:30}}]}
                        """);

        assertThat(scenario.options())
                .containsEntry("identity.levels", "anonymous_id;email")
                .containsEntry("cart.abandon-after", "2h");
        assertThat(scenario.moments().show(scenario.inputs().get(0).arrives())).isEqualTo("12:30");
        Expected.Person person = scenario.expect().people().get(0);
        assertThat(person.label()).isEqualTo("id 0042");
        assertThat(((Tree.Scalar) person.attributes().get("answer")).value()).isEqualTo("no");
    }

    @Test
    void anActivityMayBeALine() throws IOException {
        Scenario scenario =
                read(
                        """
                        inputs: [{topic: a, arrives: 12:30}]
                        expect:
                          anonymous:
                            w: [add_to_cart, add_to_cart at day 2 09:00, {identify: {email: a}}, {merge: x}]
                        """);

        List<Expected.Doing> doings = scenario.expect().anonymous().get("w");
        assertThat(doings)
                .extracting(Expected.Doing::type)
                .containsExactly("event", "event", "identify", "merge");
        assertThat(scenario.moments().show(doings.get(1).at())).isEqualTo("day 2 09:00");
    }

    @Test
    void timesAreReadableInBothDirections() {
        Moments moments = new Moments(Moments.DAY_ONE);
        for (String text : List.of("09:00", "day 2 00:00", "day 0 23:59:59", "day -3 12:00")) {
            assertThat(moments.show(moments.parse(text))).isEqualTo(text);
        }
        assertThat(moments.parse("2026-03-02T09:00:00Z")).isEqualTo(moments.parse("day 1 09:00"));
        assertThat(moments.parse("9h")).isNull();
        assertThat(moments.parse("25:00")).isNull();
    }
}
