package io.backstitch.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.cli.ExitCodes;
import io.backstitch.pipeline.normalise.Normalised;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceEvent;
import io.backstitch.pipeline.normalise.Tally;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocsCommandTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)|href=\"([^\"]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    @Test
    void everyEventHasItsPageInBothForms() throws IOException {
        Path out = folder.resolve("a/b");

        Running docs = new Running("docs", "--out", out);

        assertThat(docs.code).as(docs.err()).isEqualTo(ExitCodes.OK);
        assertThat(docs.out()).contains("Wrote 18 events of contract ").contains("index.html");
        for (EventType event : Contract.packaged().events()) {
            String page = Files.readString(out.resolve(event.name() + ".md"));
            assertThat(page)
                    .startsWith("# " + event.name() + "\n")
                    .contains(event.doc())
                    .contains("## Where it comes from")
                    .contains("\"name\" : \"" + event.name() + "\"")
                    .contains("Used by: `");
            assertThat(Files.readString(out.resolve(event.name() + ".html")))
                    .contains("<h1>" + event.name() + "</h1>")
                    .contains("<th>required</th>");
        }
    }

    @Test
    void everyLinkLeadsToAPage() throws IOException {
        new Running("docs", "--out", folder);

        for (Map.Entry<String, String> file : files(folder).entrySet()) {
            Matcher link = LINK.matcher(file.getValue());
            while (link.find()) {
                String target = link.group(1) == null ? link.group(2) : link.group(1);
                assertThat(folder.resolve(target)).as(file.getKey()).exists();
            }
        }
    }

    @Test
    void theSameContractGivesTheSameBytes() throws IOException {
        new Running("docs", "--out", folder.resolve("one"));
        new Running("docs", "--out", folder.resolve("two"));

        assertThat(files(folder.resolve("one"))).isEqualTo(files(folder.resolve("two")));
    }

    @Test
    void whereAPropertyComesFromIsSaidPerFormat() throws IOException {
        new Running("docs", "--out", folder);

        assertThat(Files.readString(folder.resolve("order_completed.md")))
                .contains(
                        "| `revenue` | `product_action.total_amount`, `custom_attributes.revenue` |"
                                + " `properties.total`, `properties.revenue` | `revenue_minor` |")
                .contains("product action `purchase`");
        assertThat(Files.readString(folder.resolve("product_viewed.md")))
                .contains("`product_action.products[0].id`, `custom_attributes.product_id`");
        assertThat(Files.readString(folder.resolve("item.md")))
                .contains("`product_action.products[].id`")
                .contains("`items[].price_minor`");
        assertThat(Files.readString(folder.resolve("cart_abandoned.md")))
                .contains("Backstitch makes it");
    }

    /** What the pages show is what really leaves: the job's own code does not change it. */
    @Test
    void theExamplesAreInTheContractsForm() throws IOException {
        Contract contract = Contract.packaged();
        Normaliser normaliser = Normaliser.compile(new Configuration(), Tally.NONE);
        for (EventType event : contract.events()) {
            if (event.derived()) {
                continue;
            }
            ObjectNode shown =
                    (ObjectNode)
                            JSON.readTree(ExamplePayload.of(contract, event)).get("attributes");
            shown.remove(List.of("event_id", "event_source", "contract_version"));
            SourceEvent source =
                    new SourceEvent("m-1", event.name(), false, 1, 1, List.of(shown), null);

            Normalised normalised = normaliser.event(source);

            assertThat(normalised).as(event.name()).isInstanceOf(Normalised.Accepted.class);
            byte[] left = ((Normalised.Accepted) normalised).event().attributes();
            assertThat(JSON.readTree(left)).as(event.name()).isEqualTo(JSON.readTree(shown + ""));
        }
    }

    @Test
    void theSchemaThatTheDocumentationShowsIsRead() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "contract-command.md"));
        String schema = page.substring(page.indexOf("```json") + 7);
        Path own = folder.resolve("own");
        Running.write(own, "contract.json", "{\"version\": \"1.2.0\"}");
        Running.write(own, "StoreVisited.avsc", schema.substring(0, schema.indexOf("```")));

        Running docs = new Running("docs", "--contract", own, "--out", folder.resolve("out"));

        assertThat(docs.code).as(docs.err()).isEqualTo(ExitCodes.OK);
        assertThat(Files.readString(folder.resolve("out/store_visited.md")))
                .contains("| `store_id` | identifier | yes | `\"berlin-1\"` |")
                .contains("\"store_id\" : \"berlin-1\"");
    }

    @Test
    void whatAContractSaysIsTextAndNeverMarkup() throws IOException {
        Path own = folder.resolve("own");
        Running.contract(
                own,
                "1.2.0",
                "\"<b>Visit</b> | Store\"",
                Running.optional("index", "\"string\"", ",\"synonyms\":[\"<script>\"]"));

        new Running("docs", "--contract", own, "--out", folder.resolve("out"));

        assertThat(Files.readString(folder.resolve("out/store_visited.html")))
                .contains("&lt;b&gt;Visit&lt;/b&gt; | Store", "&lt;script&gt;")
                .doesNotContain("<script>", "<b>");
    }

    @Test
    void whatCannotBeWrittenIsOneMessage() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        Running docs = new Running("docs", "--out", file);

        assertThat(docs.code).isEqualTo(ExitCodes.USAGE);
        assertThat(docs.err()).contains("cannot be written as a directory").doesNotContain("\tat ");
        assertThat(new Running("docs", "--help").out()).contains("one page per event", "--out");
        assertThat(new Running("docs").err()).contains("--out");
    }

    private static Map<String, String> files(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
