package io.backstitch.testing;

import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skips or fails a test whose tool is missing, see {@link RequiresTool}.
 *
 * <p>A missing but required tool passes the condition and fails in the callback, so that the report
 * shows an ordinary failure with our sentence.
 */
final class ToolGate implements ExecutionCondition, BeforeAllCallback, BeforeEachCallback {

    private final ToolBox box;
    private final PrintStream out;

    ToolGate() {
        this(ToolBox.ofThisMachine(), System.out);
    }

    ToolGate(ToolBox box, PrintStream out) {
        this.box = box;
        this.out = out;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Tool tool = toolOf(context);
        if (tool == null) {
            return ConditionEvaluationResult.enabled("needs no tool");
        }
        return judge(tool, context.getDisplayName());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        failIfRequired(toolOf(context));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        failIfRequired(toolOf(context));
    }

    ConditionEvaluationResult judge(Tool tool, String test) {
        List<String> missing = box.missing(tool);
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled(tool.label() + " found");
        }
        if (box.required().contains(tool)) {
            return ConditionEvaluationResult.enabled(tool.label() + " required");
        }
        String line = "SKIPPED " + test + ": " + sentence(tool, missing);
        out.println(line);
        return ConditionEvaluationResult.disabled(line);
    }

    void failIfRequired(Tool tool) {
        if (tool == null || !box.required().contains(tool)) {
            return;
        }
        List<String> missing = box.missing(tool);
        if (!missing.isEmpty()) {
            throw new AssertionError(
                    ToolBox.REQUIRE
                            + " demands the tool '"
                            + tool.label()
                            + "', but "
                            + sentence(tool, missing));
        }
    }

    private static String sentence(Tool tool, List<String> missing) {
        return "there is no " + String.join(" and no ", missing) + ". Install: " + tool.install();
    }

    private static Tool toolOf(ExtensionContext context) {
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresTool.class))
                .map(annotation -> Tool.named(annotation.value()))
                .orElse(null);
    }
}
