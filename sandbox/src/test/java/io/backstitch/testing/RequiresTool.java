package io.backstitch.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * This test needs a tool from outside Maven: {@code browser} or {@code promtool}.
 *
 * <p>If the tool is missing, the test is skipped and one line on standard output says how to
 * install it. If the environment variable {@code BACKSTITCH_REQUIRE} (a comma-separated list) names
 * the tool, a missing tool fails the test instead: that is how CI makes sure that nothing is
 * skipped there.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ToolGate.class)
public @interface RequiresTool {

    /** Name of the tool, see {@link Tool}. */
    String value();
}
