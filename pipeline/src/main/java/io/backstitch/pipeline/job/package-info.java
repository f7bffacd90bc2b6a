/**
 * Puts the job together: {@link io.backstitch.pipeline.job.BackstitchJob} reads and checks the
 * configuration, {@link io.backstitch.pipeline.job.Topology} wires sources and sinks that are
 * handed to it. Nobody depends on this package.
 */
package io.backstitch.pipeline.job;
