package io.backstitch.pipeline.job;

import java.util.List;

/** A configuration that is refused at start, with all its faults in one message. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    public ConfigException(List<String> faults) {
        super(message(faults), null, false, false); // where it was noticed helps nobody
        this.faults = List.copyOf(faults);
    }

    /** One sentence per fault. */
    public List<String> faults() {
        return faults;
    }

    private static String message(List<String> faults) {
        StringBuilder message = new StringBuilder("The configuration is refused: ");
        message.append(faults.size() == 1 ? "1 fault." : faults.size() + " faults.");
        for (String fault : faults) {
            message.append("\n  - ").append(fault);
        }
        return message.append("\nNothing was started.").toString();
    }
}
