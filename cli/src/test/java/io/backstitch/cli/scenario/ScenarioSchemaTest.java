package io.backstitch.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Schema, parser, page and files say the same. */
class ScenarioSchemaTest {
    private static final Path ROOT =
            Path.of(System.getProperty("basedir", ".")).toAbsolutePath().getParent();
    private static final Path FOLDER = ROOT.resolve("scenarios");

    private static JsonNode schema() throws IOException {
        return new ObjectMapper().readTree(FOLDER.resolve("scenario.schema.json").toFile());
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(all).isNotEmpty();
            return new ArrayList<>(all).stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsValidAndItsNameIsASentence(Path file) throws IOException {
        assertThat(invalid(Files.readString(file))).isEmpty();
        assertThat(file.getFileName().toString()).matches("[a-z0-9]+(-[a-z0-9]+){3,}\\.yaml");
        assertThat(ScenarioParser.read(file).about()).isNotBlank();
    }

    static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/scenarios.md"));
    }

    static String exampleOfThePage() throws IOException {
        String example = page().substring(page().indexOf("```yaml") + 7);
        return example.substring(0, example.indexOf("```"));
    }

    @Test
    void theExampleOfThePageIsValid() throws IOException {
        assertThat(invalid(exampleOfThePage())).isEmpty();
    }

    @Test
    void aTypingErrorIsInvalid() throws IOException {
        assertThat(invalid("inputs: [{mparticle: {devise: w}}]\nexpect: {}")).isNotEmpty();
        assertThat(invalid("inputs: [{mparticle: {device: w, at: nine}}]\nexpect: {}"))
                .isNotEmpty();
    }

    private static List<String> invalid(String yaml) throws IOException {
        Faults faults = new Faults();
        JsonNode instance = Json.of(YamlTree.read(yaml, faults));
        assertThat(faults.all()).isEmpty();
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema());
        return schema.validate(instance).stream().map(Object::toString).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "scenario, /properties",
        "input, /definitions/input/properties",
        "mparticle, /definitions/mparticle/properties",
        "event, /definitions/event/properties",
        "order, /definitions/order/properties",
        "product, /definitions/product/properties",
        "expect, /definitions/expect/properties",
        "person, /definitions/person/properties",
        "doing, /definitions/doing/oneOf/1/properties",
        "dead_letters, /definitions/expect/properties/dead_letters/items/properties",
        "failures, /definitions/expect/properties/failures/items/properties",
        "receipts, /definitions/expect/properties/receipts/items/properties",
        "audit, /definitions/expect/properties/audit/items/properties"
    })
    void schemaAndPageKnowJustTheFieldsOfTheParser(String what, String pointer) throws IOException {
        Set<String> fields = new TreeSet<>();
        schema().at(pointer).fieldNames().forEachRemaining(fields::add);

        assertThat(fields).isEqualTo(new TreeSet<>(parsers(what)));
        assertThat(fields).allSatisfy(field -> assertThat(page()).contains("`" + field));
    }

    private static Set<String> parsers(String what) {
        return switch (what) {
            case "input" -> InputParser.FIELDS;
            case "mparticle" -> MparticleShort.FIELDS;
            case "event" -> MparticleEvent.FIELDS;
            case "order" -> OrderShort.FIELDS;
            case "product" -> Basket.PRODUCT_FIELDS;
            case "expect" -> ExpectationParser.FIELDS;
            case "person" -> ExpectationParser.PERSON;
            case "doing" -> ExpectationParser.DOING;
            case "dead_letters" -> ExpectationParser.DEAD_LETTER;
            case "failures" -> ExpectationParser.FAILURE;
            case "receipts" -> ExpectationParser.RECEIPT;
            case "audit" -> ExpectationParser.AUDIT;
            case "scenario" -> ScenarioParser.FIELDS;
            default -> throw new IllegalArgumentException(what);
        };
    }
}
