/**
 * The sum behind "nothing is lost silently": each operator counts what it receives, what ends in
 * it, what it keeps and what it passes on, in checkpointed state, and publishes it with each
 * checkpoint. What goes in: origins of input events; what comes out: {@link
 * io.backstitch.schemas.wire.BalanceAudit} records.
 */
package io.backstitch.pipeline.balance;
