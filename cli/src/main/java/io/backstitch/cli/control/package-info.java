/**
 * {@code ./backstitch pause} and {@code resume}: commands to the running job, written to its
 * control topic.
 *
 * <p>In: what to pause. Out: one record, and what it says. The job answers in its log and by its
 * metric {@code deliver.paused}, not here.
 */
package io.backstitch.cli.control;
