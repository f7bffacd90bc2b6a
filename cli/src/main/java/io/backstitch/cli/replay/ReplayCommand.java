package io.backstitch.cli.replay;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.control.ControlTopic;
import io.backstitch.cli.control.ControlTopic.Command;
import io.backstitch.cli.topics.BoundedTopic;
import io.backstitch.cli.topics.BoundedTopic.Extent;
import io.backstitch.cli.topics.BoundedTopic.Found;
import io.backstitch.cli.topics.OutputTopics;
import io.backstitch.cli.topics.Since;
import io.backstitch.cli.trace.Keys;
import io.backstitch.pipeline.deliver.DeliverOptions;
import io.backstitch.pipeline.job.ConfigException;
import io.backstitch.pipeline.kafka.KafkaOptions;
import io.backstitch.pipeline.record.KeyedHash;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Stage;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backstitch replay}: dead letters whose cause is gone go the whole way again. */
@CommandLine.Command(
        name = "replay",
        description = {
            "Send dead letters whose cause is gone the whole way again; shows which, unless --yes.",
            "",
            "Writes them to the topic they came from, an event out of a batch as a batch of its"
                    + " own. No second effect: each event is recognised by the id it had, and what"
                    + " fails again has its dead letter again, under the same id.",
            "",
            "Events that delivery gave up (stage DELIVER) go to the job's control topic instead,"
                    + " and from there to Customer.io, the same bytes under the same id; unless"
                    + " their person was erased or has become somebody else's since."
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

    @Option(
            names = "--control-topic",
            paramLabel = "NAME",
            description =
                    "Where the job takes commands, for stage DELIVER (default: the file's"
                            + " kafka.control-topic).")
    private String controlTopic;

    @Option(names = "--yes", description = "Really do it.")
    private boolean yes;

    @Mixin private OutputTopics topics;

    private Deliveries deliveries;

    @Override
    public Integer call() throws Exception {
        try {
            topics.check();
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), String.join("; ", e.faults()));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (controlTopic == null) {
            controlTopic = topics.config().get(KafkaOptions.CONTROL_TOPIC);
        }
        deliveries =
                new Deliveries(
                        controlTopic != null,
                        topics.config().get(DeliverOptions.REPLAY_MAX_AGE),
                        Instant.now());
        List<Plan> plans = plans(out);
        if (plans.isEmpty()) {
            out.println("No dead letter is meant: nothing to do.");
            out.flush();
            return ExitCodes.OK;
        }
        out.print(PlanTable.of(plans));
        List<Plan> records = new ArrayList<>();
        List<Command> commands = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (Plan plan : plans) {
            if (plan.left() == null && plan.letter().getStage() == Stage.DELIVER) {
                commands.add(deliveries.command(plan.letter()));
                names.add(controlTopic);
            } else if (plan.left() == null) {
                records.add(plan);
                names.add(plan.letter().getTopic());
            }
        }
        write(records, commands, plans.size(), names, out);
        out.flush();
        return ExitCodes.OK;
    }

    private void write(
            List<Plan> records,
            List<Command> commands,
            int meant,
            Set<String> names,
            PrintWriter out)
            throws Exception {
        SourceTopics sources = new SourceTopics(topics.client());
        Set<String> origins = new TreeSet<>();
        records.forEach(plan -> origins.add(plan.letter().getTopic()));
        Map<String, Integer> partitions = sources.partitions(origins);
        ControlTopic control = new ControlTopic(topics.client(), controlTopic);
        if (!commands.isEmpty()) {
            control.checkTopic();
        }
        int replayed = records.size() + commands.size();
        String to = String.join(", ", names);
        if (replayed == 0) {
            out.println("None of them can be replayed.");
        } else if (!yes) {
            out.println(
                    "Nothing was written. With --yes "
                            + replayed
                            + " of "
                            + meant
                            + " are, to "
                            + to
                            + ".");
        } else {
            sources.write(records, partitions, sent -> progress(out, sent, replayed));
            if (!commands.isEmpty()) {
                control.write(commands, sent -> progress(out, records.size() + sent, replayed));
            }
            out.println(
                    "Written: "
                            + replayed
                            + ", to "
                            + to
                            + ". What became of an event: ./backstitch trace EVENT_ID");
        }
    }

    private static void progress(PrintWriter out, int sent, int all) {
        out.println(sent + " of " + all);
        out.flush();
    }

    /** In the order in which they came. */
    private List<Plan> plans(PrintWriter out) throws Exception {
        Selection selection =
                new Selection(ids, stages, reasons, events, sources, topics.since(), until);
        List<Plan> plans = new ArrayList<>();
        List<DeadLetter> given = new ArrayList<>();
        try (SchemaRegistry registry = topics.connect();
                BoundedTopic<DeadLetter> letters = topics.deadLetters(registry)) {
            for (Found<DeadLetter> found : letters.select(selection)) {
                DeadLetter letter = found.record();
                boolean delivery = letter.getStage() == Stage.DELIVER;
                String obstacle = delivery ? deliveries.obstacle(letter) : null;
                if (obstacle != null) {
                    plans.add(Plan.left(letter, obstacle));
                } else if (delivery) {
                    given.add(letter);
                } else {
                    plans.add(Plan.of(letter));
                }
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
            if (!given.isEmpty()) {
                Aftermath aftermath = aftermath(registry, given);
                given.forEach(letter -> plans.add(deliveries.plan(letter, aftermath)));
            }
        }
        plans.sort(
                Comparator.comparing((Plan plan) -> plan.letter().getTopic())
                        .thenComparingInt(plan -> plan.letter().getPartition())
                        .thenComparingLong(plan -> plan.letter().getOffset()));
        return plans;
    }

    private Aftermath aftermath(SchemaRegistry registry, List<DeadLetter> given) throws Exception {
        Instant from = Instant.MAX;
        Set<String> ulids = new HashSet<>();
        for (DeadLetter letter : given) {
            from = letter.getKafkaTime().isBefore(from) ? letter.getKafkaTime() : from;
            ulids.add(letter.getUlid());
        }
        KeyedHash hash = Keys.read(topics.config(), null).audit();
        return Aftermath.look(topics, registry, hash, from, ulids);
    }
}
