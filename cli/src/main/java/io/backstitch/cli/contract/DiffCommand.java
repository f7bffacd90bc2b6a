package io.backstitch.cli.contract;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.preflight.SampleFiles;
import io.backstitch.pipeline.job.ConfigFile;
import io.backstitch.pipeline.normalise.NormaliseOptions;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backstitch contract diff}: what another contract would do to a sample. */
@Command(
        name = "diff",
        description = "Replay a sample through an old and a new contract or configuration.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        descriptionHeading = "%n",
        footer = {
            "",
            "Reads the records with the job's own code, twice, and shows per event how many are sent"
                    + " before and after, which end otherwise, are called otherwise, or have other"
                    + " properties: names and types, never values. What depends on other records"
                    + " (identity, duplicates, carts, routes) is not looked at. Nothing is written.",
            "",
            "Examples:",
            "  ./backstitch contract diff --file mparticle.batches=batches.jsonl --new my-contract",
            "  ./backstitch contract diff --file mparticle.batches=batches.jsonl --file"
                    + " orders=orders.avro --config old.yaml --config new.yaml",
            "",
            "Exit codes: 0 compared, whatever differs; 1 the sample could not be read to its end; 2"
                    + " a contract or configuration cannot be used, or the options are wrong."
        })
final class DiffCommand extends ContractTask {
    /** How the differences are written. */
    enum Format {
        TEXT,
        JSON
    }

    @Option(
            names = "--file",
            required = true,
            paramLabel = "TOPIC=FILE",
            description =
                    "A file with records of that topic: lines of JSON, or an Avro container, as"
                            + " preflight takes it. May be given several times.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--old",
            paramLabel = "DIR",
            description =
                    "Schemas of the older contract, as normalise.contract-dir (default: those of"
                            + " --config, else only the packaged ones).")
    private Path old;

    @Option(
            names = "--new",
            paramLabel = "DIR",
            description = "Schemas of the newer contract; likewise.")
    private Path fresh;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The job's configuration; given twice, the older one first. What only deliveries"
                            + " need may be missing.")
    private List<Path> configs = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "What is printed (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Override
    int run() throws Exception {
        if (configs.size() > 2) {
            throw new BadInputException("--config: expected one, or an old and a new one");
        }
        if (old == null && fresh == null && configs.size() < 2) {
            throw new BadInputException(
                    "what is to be compared? Give --new DIR (and --old DIR), or --config twice");
        }
        Configuration before = config(0, old);
        Configuration after = config(configs.size() - 1, fresh);
        SampleFiles sample = sample(before);
        sample(after); // both must read the topics
        Differences found = new Differences();
        try (SchemaRegistry registry = sample.registries(before).get();
                SchemaRegistry other = sample.registries(after).get()) {
            Side was = Side.of(before, registry);
            Side is = Side.of(after, other);
            sample.each(record -> found.add(was.trial().read(record), is.trial().read(record)));
            print(
                    format == Format.JSON
                            ? DiffReport.json(found, was.contractVersion(), is.contractVersion())
                            : DiffReport.text(found, was.contractVersion(), is.contractVersion()));
        }
        return ExitCodes.OK;
    }

    private Configuration config(int index, Path contract) {
        Configuration config =
                configs.isEmpty() ? new Configuration() : ConfigFile.read(configs.get(index));
        if (contract != null) {
            config.set(NormaliseOptions.CONTRACT_DIR, existing(contract).toString());
        }
        return config;
    }

    private SampleFiles sample(Configuration config) throws IOException {
        try {
            return SampleFiles.of(files, config);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage());
        }
    }
}
