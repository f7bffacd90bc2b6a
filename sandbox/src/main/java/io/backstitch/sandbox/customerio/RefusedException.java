package io.backstitch.sandbox.customerio;

import java.util.List;

/** A request or an operation that is refused; carries what the answer says. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<ItemError> errors;

    RefusedException(List<ItemError> errors) {
        super("refused", null, false, false);
        this.errors = errors;
    }

    RefusedException(ItemError error) {
        this(List.of(error));
    }

    List<ItemError> errors() {
        return errors;
    }
}
