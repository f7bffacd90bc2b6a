package io.backstitch.cli.contract;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backstitch contract}: what can be done with the data contract, besides keeping to it. */
@Command(
        name = "contract",
        description = "Check, explain, compare or import the data contract.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CheckCommand.class,
            DiffCommand.class,
            DocsCommand.class,
            ImportCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  ./backstitch contract check --contract my-contract",
            "  ./backstitch contract docs --out reference",
            "  ./backstitch contract diff --file mparticle.batches=batches.jsonl --new my-contract",
            "  ./backstitch contract import plan.json --out my-contract"
        })
public final class ContractCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Which command? For example: ./backstitch contract check");
    }
}
