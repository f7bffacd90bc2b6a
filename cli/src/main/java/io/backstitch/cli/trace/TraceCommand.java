package io.backstitch.cli.trace;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.topics.OutputTopics;
import io.backstitch.pipeline.identity.IdentityOptions;
import io.backstitch.pipeline.job.ConfigException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backstitch trace}: what became of an event, an order, a cart, an operation, a person. */
@Command(
        name = "trace",
        description = "Show the whole way of one event, order, cart or person, and why.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        descriptionHeading = "%n",
        footer = {
            "",
            "Reads the receipts, dead letters and identity decisions once or a few times from"
                    + " beginning to end; --since shortens that. It writes nothing.",
            "",
            "Examples:",
            "  ./backstitch trace 1001 --bootstrap broker:9092 --registry https://registry:8081",
            "  ./backstitch trace ann@shop.example --config backstitch.yaml --since 7d",
            "",
            "Exit codes: 0 something was found; 1 nothing was, or the reading failed; 2 the options"
                    + " are wrong."
        })
public final class TraceCommand implements Callable<Integer> {
    /** How it is printed. */
    enum Format {
        TEXT,
        JSON
    }

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "ID",
            description =
                    "An event id (the source's message id), an operation's id (ULID), an order id,"
                            + " a cart id, or a person: a customer id, an email, a phone number or"
                            + " a device.")
    private String id;

    @Option(
            names = "--as",
            paramLabel = "KIND",
            description =
                    "Take ID for this only: event, ulid, order, cart or person (default: whatever"
                            + " it is found as).")
    private IdKind as;

    @Mixin private OutputTopics topics;

    @Option(
            names = "--hash-key-file",
            paramLabel = "FILE",
            description =
                    "The job's receipts.hash-key-file, to find an email, phone or device; --config"
                            + " names it too.")
    private Path hashKey;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default ${DEFAULT-VALUE}).")
    private Format format;

    @Override
    public Integer call() throws Exception {
        if (id.isBlank()) {
            throw new ParameterException(spec.commandLine(), "Which id? Found an empty one.");
        }
        Keys keys;
        try {
            keys = Keys.read(topics.check().config(), hashKey);
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), String.join("; ", e.faults()));
        }
        List<String> levels = topics.config().get(IdentityOptions.LEVELS);
        Set<IdKind> kinds = as == null ? EnumSet.allOf(IdKind.class) : EnumSet.of(as);
        Sought sought = new Sought(id, kinds, keys.receipts(), keys.audit(), levels);
        Trail trail = Trail.follow(new Links(sought), topics);
        boolean hashes = trail.isEmpty() || trail.foundAs().containsKey(IdKind.PERSON);
        String note = hashes ? keys.note() : null;
        String report =
                format == Format.JSON
                        ? JsonReport.of(id, trail, note)
                        : TextReport.of(id, trail, note);
        spec.commandLine().getOut().print(report);
        spec.commandLine().getOut().flush();
        return trail.isEmpty() ? ExitCodes.FAILED : ExitCodes.OK;
    }
}
