package io.backstitch.cli.audit;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.topics.BoundedTopic;
import io.backstitch.cli.topics.BoundedTopic.Extent;
import io.backstitch.cli.topics.OutputTopics;
import io.backstitch.pipeline.job.ConfigException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.BalanceAudit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backstitch audit}: whether every input event is accounted for. */
@Command(
        name = "audit",
        description = "Show what became of all input events, and whether any is missing.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        descriptionHeading = "%n",
        footer = {
            "",
            "Reads what the job publishes with each checkpoint and adds up the newest complete one."
                    + " Derived events are no input and are left out. It writes nothing.",
            "",
            "Examples:",
            "  ./backstitch audit --bootstrap broker:9092 --registry https://registry:8081",
            "  ./backstitch audit --config backstitch.yaml --since 1h --topic orders",
            "",
            "Exit codes: 0 nothing is missing; 1 something is, or there was nothing to add up; 2 the"
                    + " options are wrong."
        })
public final class AuditCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private OutputTopics topics;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "Show only this input topic. Differences are named for all.")
    private String topic;

    @Override
    public Integer call() throws Exception {
        try {
            topics.check();
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), String.join("; ", e.faults()));
        }
        Checkpoints checkpoints = new Checkpoints();
        Extent extent = read(checkpoints);
        Checkpoint newest = checkpoints.newest();
        if (newest == null) {
            spec.commandLine().getErr().println(nothing(extent));
            return ExitCodes.FAILED;
        }
        Sheet sheet = new Sheet(newest, checkpoints.before(newest));
        spec.commandLine().getOut().print(SheetText.of(newest, sheet, topic));
        spec.commandLine().getOut().flush();
        return sheet.faults().isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private Extent read(Checkpoints checkpoints) throws Exception {
        try (SchemaRegistry registry = topics.connect();
                BoundedTopic<BalanceAudit> audits = topics.audit(registry)) {
            audits.select(
                    audit -> {
                        checkpoints.add(audit); // the last one written counts
                        return false;
                    });
            return audits.extent();
        }
    }

    private static String nothing(Extent extent) {
        if (!extent.exists()) {
            return "There is no topic "
                    + extent.topic()
                    + ". Name the right one with --audit-topic; the job does not start without it.";
        }
        return "No complete checkpoint in topic "
                + extent.topic()
                + " ("
                + extent.records()
                + " records read, "
                + extent.unreadable()
                + " unreadable). Does the job run, and do its checkpoints complete? If it stood"
                + " still, read from further back: --since.";
    }
}
