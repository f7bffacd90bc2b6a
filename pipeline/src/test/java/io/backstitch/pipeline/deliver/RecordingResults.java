package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import java.util.ArrayList;
import java.util.List;

/** Writes down what became of operations, as {@code outcome id reason}. */
final class RecordingResults implements Results {
    final List<String> settled = new ArrayList<>();
    final List<String> attributes = new ArrayList<>();
    final List<Operation> fenced = new ArrayList<>();

    @Override
    public void accepted(Operation operation, String reason, int attempts) {
        settled.add("accepted " + operation.id() + (reason == null ? "" : " " + reason));
    }

    @Override
    public void filtered(Operation operation, String reason) {
        settled.add("filtered " + operation.id() + " " + reason);
    }

    @Override
    public void refused(Operation operation, Refusal refusal, int attempts) {
        settled.add("refused " + operation.id() + " " + refusal.reason());
    }

    @Override
    public void attributeRefused(Operation alone, String attribute, Refusal refusal) {
        attributes.add(alone.id() + " " + attribute);
    }

    @Override
    public void fenced(Operation operation) {
        fenced.add(operation);
    }
}
