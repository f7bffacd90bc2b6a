package io.backstitch.cli.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.cli.ExitCodes;
import io.backstitch.schemas.contract.Contract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backstitch contract import}: takes over a data plan of mParticle. */
@Command(
        name = "import",
        description =
                "Turn a version of an mParticle data plan into schemas on top of the contract.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        descriptionHeading = "%n",
        footer = {
            "",
            "Events that the contract has already keep their names and types, and gain the plan's"
                    + " properties; others are added. What could not be carried over is listed, and"
                    + " in IMPORT.md beside the schemas. Give the directory to the job as"
                    + " normalise.contract-dir.",
            "",
            "Examples:",
            "  ./backstitch contract import plan.json --out my-contract",
            "  ./backstitch contract check --contract my-contract",
            "",
            "Exit codes: 0 done; 2 the file is no data plan, the directory cannot be written, or"
                    + " the options are wrong."
        })
final class ImportCommand extends ContractTask {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Parameters(
            paramLabel = "PLAN.json",
            description = "A version of a data plan, or a whole plan with its versions.")
    private Path plan;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where to write the schemas: new, or empty.")
    private Path out;

    @Option(
            names = "--plan-version",
            paramLabel = "N",
            description = "Which version, if the file holds several (default: the newest).")
    private Integer version;

    @Override
    int run() {
        DataPlan read = DataPlan.read(plan, version);
        try {
            checkOut();
            return write(read, PlanImport.of(read));
        } catch (IOException e) {
            throw new BadInputException("--out: " + out + " cannot be written");
        }
    }

    private int write(DataPlan read, PlanImport.Result result) throws IOException {
        Files.createDirectories(out);
        for (Map.Entry<String, ObjectNode> schema : result.schemas().entrySet()) {
            write(schema.getKey(), JSON.writeValueAsString(schema.getValue()) + "\n");
        }
        String packaged = Contract.packaged().version();
        writeVersion(packaged);
        Contract loaded = Contract.extendedBy(out);
        SemanticVersion moved =
                SemanticVersion.of(packaged)
                        .after(Change.heaviest(Comparison.of(Contract.packaged(), loaded)));
        writeVersion(moved.toString());
        String report = ImportReport.of(read, result, moved);
        write("IMPORT.md", report);
        print(report);
        return ExitCodes.OK;
    }

    private void writeVersion(String number) throws IOException {
        write("contract.json", "{\n  \"version\": \"" + number + "\"\n}\n");
    }

    private void checkOut() throws IOException {
        if (!Files.exists(out)) {
            return;
        }
        if (!Files.isDirectory(out)) {
            throw new BadInputException("--out: " + out + " is a file, expected a directory");
        }
        try (Stream<Path> files = Files.list(out)) {
            if (files.findAny().isPresent()) {
                throw new BadInputException(
                        "--out: " + out + " is not empty; nothing there is overwritten");
            }
        }
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(out.resolve(name), content, StandardCharsets.UTF_8);
    }
}
