package io.backstitch.cli.contract;

import io.backstitch.cli.ExitCodes;
import io.backstitch.pipeline.job.ConfigException;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.ContractException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the four have in common: input that cannot be used is one message and exit code 2. */
abstract class ContractTask implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        try {
            return run();
        } catch (BadInputException | ContractException | ConfigException e) {
            spec.commandLine().getErr().println("error: " + e.getMessage());
            return ExitCodes.USAGE;
        } finally {
            spec.commandLine().getOut().flush();
        }
    }

    /** Does the work and returns the exit code. */
    abstract int run() throws Exception;

    final void print(String text) {
        spec.commandLine().getOut().print(text);
    }

    final void warn(String line) {
        spec.commandLine().getErr().println(line);
    }

    /** The packaged contract, with a directory on top of it if there is one. */
    static Contract contract(Path directory) {
        return directory == null ? Contract.packaged() : Contract.extendedBy(existing(directory));
    }

    static Path existing(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new BadInputException(
                    directory
                            + " is no directory; expected one with *.avsc files and a"
                            + " contract.json that holds {\"version\": \"...\"}");
        }
        return directory;
    }
}
