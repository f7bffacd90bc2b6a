package io.backstitch.cli.contract;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.contract.Change.Weight;
import io.backstitch.pipeline.job.ConfigException;
import io.backstitch.pipeline.job.ConfigFile;
import io.backstitch.pipeline.normalise.NormaliseOptions;
import io.backstitch.pipeline.registry.SchemaRegistryOptions;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegistryException;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backstitch contract check}: whether a change of the contract breaks what relies on it. */
@Command(
        name = "check",
        description = "Say what changed since the last release, and whether it breaks a journey.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        descriptionHeading = "%n",
        footer = {
            "",
            "Breaking is what journeys or sources may rely on: an event or property removed or"
                    + " renamed, another type, a property that became required or no longer is, a"
                    + " synonym lost. It needs a new major version, an addition a new minor one.",
            "",
            "With a registry, the schemas of the topics that Backstitch writes are compared with"
                    + " those registered. Nothing is registered.",
            "",
            "Examples:",
            "  ./backstitch contract check",
            "  ./backstitch contract check --contract my-contract",
            "  ./backstitch contract check --config backstitch.yaml --registry"
                    + " https://registry:8081",
            "",
            "Exit codes: 0 nothing breaks and the version moved as it must; 1 it does not; 2 the"
                    + " contract cannot be read, or the options are wrong."
        })
final class CheckCommand extends ContractTask {
    @Option(
            names = "--contract",
            paramLabel = "DIR",
            description =
                    "Schemas of your own, as normalise.contract-dir (default: that of --config, else"
                            + " only the packaged contract).")
    private Path directory;

    @Option(
            names = "--released",
            paramLabel = "DIR",
            description =
                    "Your own schemas as they were released last (default: the folder released in"
                            + " that of --contract, if there is one). They lie on top of the"
                            + " packaged contract's last release.")
    private Path released;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "A live schema registry to compare with, too; or from --config.")
    private String registry;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The job's configuration: contract, registry with login, topics.")
    private Path config;

    @Option(
            names = "--allow-breaking",
            description = "A breaking change is not a fault if the major version moved.")
    private boolean allowBreaking;

    @Override
    int run() throws RegistryException {
        Configuration job = config == null ? new Configuration() : ConfigFile.read(config);
        if (registry != null) {
            job.set(SchemaRegistryOptions.URL, registry);
        }
        if (directory == null && job.get(NormaliseOptions.CONTRACT_DIR) != null) {
            directory = Path.of(job.get(NormaliseOptions.CONTRACT_DIR));
        }
        Contract now = contract(directory);
        Contract last = lastRelease();
        List<Change> changes = Comparison.of(last, now);
        print("The contract, version " + now.version() + ", against " + last.version() + ":\n");
        print(changes.isEmpty() ? "  nothing changed\n" : CheckText.changes(changes));
        String fault =
                CheckText.versionFault(
                        SemanticVersion.of(last.version()),
                        SemanticVersion.of(now.version()),
                        changes);
        boolean breaks = Change.heaviest(changes) == Weight.BREAKING;
        print((fault == null ? "The version moved as it must." : fault) + "\n");
        boolean refused = job.get(SchemaRegistryOptions.URL) != null && registryBreaks(job);
        boolean fine = fault == null && !refused && (!breaks || allowBreaking);
        return fine ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private Contract lastRelease() {
        if (released == null && directory != null) {
            Path inside = directory.resolve("released");
            released = Files.isDirectory(inside) ? inside : null;
        }
        return released == null
                ? Contract.released()
                : Contract.releasedExtendedBy(existing(released));
    }

    private boolean registryBreaks(Configuration job) throws RegistryException {
        RegistryCheck.Result result;
        try (SchemaRegistry connection = ConfluentSchemaRegistry.connect(options(job))) {
            result = RegistryCheck.of(connection, job);
        }
        print("\nThe registry at " + job.get(SchemaRegistryOptions.URL) + ":\n");
        for (String note : result.notes()) {
            print("  " + note + "\n");
        }
        print(CheckText.changes(result.changes()));
        return Change.heaviest(result.changes()) == Weight.BREAKING;
    }

    private static RegistryOptions options(Configuration job) {
        List<String> faults = new ArrayList<>();
        RegistryOptions options = SchemaRegistryOptions.read(job, faults);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return options;
    }
}
