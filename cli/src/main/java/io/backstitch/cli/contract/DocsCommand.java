package io.backstitch.cli.contract;

import io.backstitch.cli.ExitCodes;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backstitch contract docs}: the reference for those who build journeys. */
@Command(
        name = "docs",
        description = "Write the contract's reference, one page per event, as HTML and Markdown.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        descriptionHeading = "%n",
        footer = {
            "",
            "Each page says what an event means, its properties with an example, its other names,"
                    + " where each property comes from in each source format, which journeys use it,"
                    + " and shows it as Customer.io receives it. The same contract always gives the"
                    + " same files; other files in the directory are left alone.",
            "",
            "Examples:",
            "  ./backstitch contract docs --out reference",
            "  ./backstitch contract docs --contract my-contract --out reference",
            "",
            "Exit codes: 0 written; 2 the contract cannot be read, the directory cannot be written,"
                    + " or the options are wrong."
        })
final class DocsCommand extends ContractTask {
    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where to write; begin at index.html or index.md.")
    private Path out;

    @Option(
            names = "--contract",
            paramLabel = "DIR",
            description = "Schemas of your own, as normalise.contract-dir.")
    private Path directory;

    @Override
    int run() {
        Contract contract = contract(directory);
        Map<String, Page> pages = Reference.of(contract);
        try {
            Files.createDirectories(out);
            for (Map.Entry<String, Page> page : pages.entrySet()) {
                write(page.getKey() + ".md", page.getValue().markdown());
                write(page.getKey() + ".html", page.getValue().html());
            }
        } catch (IOException e) {
            throw new BadInputException("--out: " + out + " cannot be written as a directory");
        }
        print(
                "Wrote "
                        + contract.events().size()
                        + " events of contract "
                        + contract.version()
                        + ": "
                        + out.resolve("index.html")
                        + " and "
                        + out.resolve("index.md")
                        + "\n");
        return ExitCodes.OK;
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(out.resolve(name), content, StandardCharsets.UTF_8);
    }
}
