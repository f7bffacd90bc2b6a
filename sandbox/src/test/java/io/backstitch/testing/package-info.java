/**
 * What tests of every module share: the gate for tools that Maven cannot bring (a browser,
 * promtool) and a headless browser.
 *
 * <p>In: {@link io.backstitch.testing.RequiresTool} on a test, the environment variable {@code
 * BACKSTITCH_REQUIRE}. Out: the test runs, is skipped with one line that says what to install, or
 * fails because the tool was required. Packed as the sandbox module's test-jar.
 */
package io.backstitch.testing;
