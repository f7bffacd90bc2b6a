package io.backstitch.cli.replay;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.topics.BoundedTopic;
import io.backstitch.cli.topics.BoundedTopic.Extent;
import io.backstitch.cli.topics.BoundedTopic.Found;
import io.backstitch.cli.topics.OutputTopics;
import io.backstitch.cli.topics.Since;
import io.backstitch.pipeline.job.ConfigException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Stage;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backstitch replay}: dead letters whose cause is gone go the whole way again. */
@Command(
        name = "replay",
        description = {
            "Send dead letters whose cause is gone the whole way again; shows which, unless --yes.",
            "",
            "Writes them to the topic they came from, an event out of a batch as a batch of its"
                    + " own. No second effect: each event is recognised by the id it had, and what"
                    + " fails again has its dead letter again, under the same id.",
            "",
            "Dead letters of delivery (stage DELIVER) are only listed: they cannot be replayed"
                    + " yet."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        descriptionHeading = "%n",
        footer = {
            "",
            "An option may be given several times, or with commas: any of its values is meant."
                    + " Several options must all agree.",
            "",
            "Examples:",
            "  ./backstitch replay --config backstitch.yaml --reason unplanned_event --since 7d",
            "  ./backstitch replay --config backstitch.yaml --id 77aa01 --yes",
            "",
            "Exit codes: 0 shown, or all written; 1 not all could be read or written; 2 the options"
                    + " are wrong."
        })
public final class ReplayCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--reason",
            split = ",",
            paramLabel = "WORD",
            description = "The dead letter's reason, e.g. unplanned_event.")
    private Set<String> reasons = Set.of();

    @Option(
            names = "--stage",
            split = ",",
            paramLabel = "STAGE",
            description = "INGEST, NORMALISE or DELIVER.")
    private Set<Stage> stages = Set.of();

    @Option(
            names = "--event",
            split = ",",
            paramLabel = "NAME",
            description = "The event's name as the dead letter has it.")
    private Set<String> events = Set.of();

    @Option(
            names = {"--topic", "--source"},
            split = ",",
            paramLabel = "TOPIC",
            description = "The topic it came from, e.g. orders.")
    private Set<String> sources = Set.of();

    @Option(
            names = "--id",
            split = ",",
            paramLabel = "ID",
            description = "The dead letter's own id; ./backstitch trace shows it.")
    private Set<String> ids = Set.of();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = Since.class,
            description =
                    "Only what reached Kafka before then; --since likewise. Written as there.")
    private Instant until;

    @Option(names = "--yes", description = "Really do it.")
    private boolean yes;

    @Mixin private OutputTopics topics;

    @Override
    public Integer call() throws Exception {
        try {
            topics.check();
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), String.join("; ", e.faults()));
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Plan> plans = plans(out);
        if (plans.isEmpty()) {
            out.println("No dead letter is meant: nothing to do.");
            out.flush();
            return ExitCodes.OK;
        }
        out.print(PlanTable.of(plans));
        List<Plan> replayed = plans.stream().filter(plan -> plan.left() == null).toList();
        Set<String> names = new TreeSet<>();
        replayed.forEach(plan -> names.add(plan.letter().getTopic()));
        SourceTopics sources = new SourceTopics(topics.client());
        Map<String, Integer> partitions = sources.partitions(names);
        if (replayed.isEmpty()) {
            out.println("None of them can be replayed.");
        } else if (!yes) {
            out.println(
                    "Nothing was written. With --yes "
                            + replayed.size()
                            + " of "
                            + plans.size()
                            + " are, to "
                            + String.join(", ", names)
                            + ".");
        } else {
            sources.write(
                    replayed,
                    partitions,
                    sent -> {
                        out.println(sent + " of " + replayed.size());
                        out.flush();
                    });
            out.println(
                    "Written: "
                            + replayed.size()
                            + ", to "
                            + String.join(", ", names)
                            + ". What became of an event: ./backstitch trace EVENT_ID");
        }
        out.flush();
        return ExitCodes.OK;
    }

    /** In the order in which they came. */
    private List<Plan> plans(PrintWriter out) throws Exception {
        Selection selection =
                new Selection(ids, stages, reasons, events, sources, topics.since(), until);
        List<Plan> plans = new ArrayList<>();
        try (SchemaRegistry registry = topics.connect();
                BoundedTopic<DeadLetter> letters = topics.deadLetters(registry)) {
            for (Found<DeadLetter> found : letters.select(selection)) {
                plans.add(Plan.of(found.record()));
            }
            Extent extent = letters.extent();
            if (!extent.exists()) {
                throw new IllegalStateException(
                        "Kafka has no topic "
                                + extent.topic()
                                + ". Name the job's with --dead-letters-topic or --config.");
            }
            if (extent.unreadable() > 0) {
                out.println(extent.unreadable() + " records of " + extent.topic() + " unreadable");
            }
        }
        plans.sort(
                Comparator.comparing((Plan plan) -> plan.letter().getTopic())
                        .thenComparingInt(plan -> plan.letter().getPartition())
                        .thenComparingLong(plan -> plan.letter().getOffset()));
        return plans;
    }
}
