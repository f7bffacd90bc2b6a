package io.backstitch.cli.control;

import picocli.CommandLine.Command;

/** {@code ./backstitch pause}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Stops the delivery to Customer.io of a running job, as a whole or of some events.",
            "",
            "Nothing is lost: what comes meanwhile waits and goes, in order, after ./backstitch"
                    + " resume. Requests under way go to their end. The job must have"
                    + " kafka.control-topic.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./backstitch pause --families product_viewed,product_searched --config job.yaml",
            "  ./backstitch pause --bootstrap 127.0.0.1:9092 --topic backstitch.control"
        })
public final class PauseCommand extends ControlCommand {
    @Override
    String word() {
        return "pause";
    }

    @Override
    String meaning(String what) {
        return "Pauses "
                + what
                + " as soon as the job reads it; watch its metric deliver.paused or"
                + " deliver.pausedFamilies.";
    }
}
