package io.backstitch.cli.scenario;

import java.nio.file.Path;
import java.util.List;

/** A file that cannot be run, with all its faults in one message. */
final class BadScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Faults.Fault> faults;

    BadScenarioException(Path file, List<Faults.Fault> faults) {
        super(message(file, faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    List<Faults.Fault> faults() {
        return faults;
    }

    private static String message(Path file, List<Faults.Fault> faults) {
        StringBuilder message = new StringBuilder();
        message.append(file).append(" cannot be run: ");
        message.append(faults.size() == 1 ? "1 fault" : faults.size() + " faults");
        for (Faults.Fault fault : faults) {
            message.append("\n  ").append(fault);
        }
        return message.toString();
    }
}
