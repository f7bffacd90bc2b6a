/**
 * The data contract: which events and profile attributes exist, how sources spell them, and in what
 * form they leave. In: Avro schemas with custom properties, packaged or from a directory. Out: a
 * checked {@link io.backstitch.schemas.contract.Contract}, or one message with all that is wrong.
 */
package io.backstitch.schemas.contract;
