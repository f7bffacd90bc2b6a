package io.backstitch.cli.control;

import picocli.CommandLine.Command;

/** {@code ./backstitch resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Lets delivery go on after ./backstitch pause.",
            "",
            "Without --families every pause is lifted. With them only theirs, and nothing goes"
                    + " while delivery is paused as a whole.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./backstitch resume --families cart_abandoned --config backstitch.yaml",
            "  ./backstitch resume --bootstrap 127.0.0.1:9092 --topic backstitch.control"
        })
public final class ResumeCommand extends ControlCommand {
    @Override
    String word() {
        return "resume";
    }

    @Override
    String meaning(String what) {
        return "Resumes " + what + " as soon as the job reads it; what has waited goes first.";
    }
}
