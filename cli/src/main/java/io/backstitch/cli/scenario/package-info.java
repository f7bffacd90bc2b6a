/**
 * {@code backstitch scenario}: files of inputs and expectations for people, run through the real
 * job. The way of a file: {@link io.backstitch.cli.scenario.ScenarioParser} (YAML to records on the
 * wire), {@link io.backstitch.cli.scenario.Stage} (one record at a time on a simulated clock, job
 * and sandbox real), {@link io.backstitch.cli.scenario.Comparison} (what is there against what was
 * expected), {@link io.backstitch.cli.scenario.Report}.
 */
package io.backstitch.cli.scenario;
