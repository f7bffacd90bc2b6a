package io.backstitch.schemas.contract;

import java.util.List;

/** The contract cannot be used; the message lists every fault, one a line. */
public final class ContractException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> faults;

    ContractException(String where, List<String> faults) {
        super(
                "The data contract "
                        + where
                        + " cannot be used:\n  - "
                        + String.join("\n  - ", faults));
        this.faults = List.copyOf(faults);
    }

    /** Each fault: file, what is wrong, what was expected. */
    public List<String> faults() {
        return faults;
    }
}
