package io.backstitch.cli.control;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.control.ControlTopic.Command;
import io.backstitch.schemas.contract.Contract;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.RecordMetadata;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code pause} and {@code resume} have in common. */
abstract class ControlCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--families",
            split = ",",
            paramLabel = "NAME",
            description = "Names of events, e.g. cart_abandoned; everything unless given.")
    private List<String> named = List.of();

    private List<String> families;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Kafka.")
    private String bootstrap;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The job's configuration, instead of --bootstrap: takes kafka.* from it, also"
                            + " how to log in.")
    private Path config;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "The job's control topic (default: the file's, else backstitch.control).")
    private String topic;

    /** The word of the command. */
    abstract String word();

    /** What it means for what was named. */
    abstract String meaning(String what);

    @Override
    public Integer call() throws Exception {
        if ((bootstrap == null) == (config == null)) {
            throw new ParameterException(
                    spec.commandLine(), "Where is Kafka? Give either --bootstrap or --config.");
        }
        families = named.stream().map(String::strip).toList();
        if (families.contains("")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--families: an empty name; for everything leave the option out.");
        }
        warnOfUnknown();
        warnOfAnswers();
        ControlTopic control =
                config == null ? ControlTopic.at(bootstrap, topic) : ControlTopic.of(config, topic);
        Command command = Command.of(word(), families, System.currentTimeMillis());
        RecordMetadata written = control.write(command);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Written to " + written + ": " + command.json());
        out.println(
                meaning(
                        families.isEmpty()
                                ? "all delivery"
                                : "events called " + String.join(", ", families)));
        out.flush();
        return ExitCodes.OK;
    }

    /** An answer that passes what it answers would let the mail go out after the purchase. */
    private void warnOfAnswers() {
        boolean answers =
                families.contains("cart_recovered")
                        && families.contains("cart_recovery_suppressed");
        if (families.contains("cart_abandoned") && !answers) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "warning: cart_recovered and cart_recovery_suppressed pass a paused"
                                    + " cart_abandoned; name the three together, or its mail goes"
                                    + " out after the purchase.");
        }
    }

    /** Only a warning: the job may have a contract of its own. */
    private void warnOfUnknown() {
        Contract contract = Contract.packaged();
        for (String family : families) {
            if (contract.events().stream().noneMatch(event -> event.name().equals(family))) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "warning: the packaged contract has no event "
                                        + family
                                        + "; is it the name under which it is delivered?");
            }
        }
    }
}
