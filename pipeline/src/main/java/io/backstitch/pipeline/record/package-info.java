/**
 * What travels between the stages: raw records, events, the records that climb the identity
 * staircase, and operations for Customer.io. Plain immutable values with hand-written, versioned
 * serialisers ({@link io.backstitch.pipeline.record.FlowSerializer}); no rules live here.
 */
package io.backstitch.pipeline.record;
