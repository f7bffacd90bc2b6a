package io.backstitch.cli;

import io.backstitch.cli.audit.AuditCommand;
import io.backstitch.cli.bench.BenchCommand;
import io.backstitch.cli.contract.ContractCommand;
import io.backstitch.cli.control.PauseCommand;
import io.backstitch.cli.control.ResumeCommand;
import io.backstitch.cli.demo.DemoCommand;
import io.backstitch.cli.faults.FaultsCommand;
import io.backstitch.cli.preflight.PreflightCommand;
import io.backstitch.cli.replay.ReplayCommand;
import io.backstitch.cli.run.RunCommand;
import io.backstitch.cli.scenario.ScenarioCommand;
import io.backstitch.cli.trace.TraceCommand;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entry of {@code ./backstitch}: knows the commands, turns their outcome into an exit code. */
@Command(
        name = "backstitch",
        description = "One clean, ordered history per shopper: from Kafka to Customer.io.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AuditCommand.class,
            BenchCommand.class,
            ContractCommand.class,
            DemoCommand.class,
            FaultsCommand.class,
            PauseCommand.class,
            PreflightCommand.class,
            ReplayCommand.class,
            ResumeCommand.class,
            RunCommand.class,
            SandboxCommand.class,
            ScenarioCommand.class,
            SqlCommand.class,
            TraceCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and everything that was checked held",
            "1:the command ran and found something wrong (a broken promise, a failed run)",
            "2:nothing ran: wrong usage, a refused configuration, no JDK, a build that fails"
        },
        footer = {"", "What a command does and takes: backstitch COMMAND --help"})
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        System.exit(commandLine().execute(args));
    }

    /** All commands, wired; tests execute it in place. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(new FailureForPeople());
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Which command? For example: ./backstitch demo");
    }
}
