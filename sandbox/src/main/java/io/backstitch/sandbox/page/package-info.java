/**
 * The sandbox's web page, for retention operators and engineers: people, profiles, journeys, live
 * counts, and the demo's report.
 *
 * <p>In: GET requests for a handful of static files (one HTML, one CSS, one JavaScript, nothing
 * from any other host) and, for the demo, a JSON text. Out: those files. The numbers come from the
 * sandbox's JSON API ({@code /sandbox/api/}), which the script in the browser asks; this package
 * never touches the sandbox's state.
 */
package io.backstitch.sandbox.page;
