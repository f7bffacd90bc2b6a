/**
 * How the job reaches the schema registry: options in, the registry client's settings out. Shared
 * by what reads orders and what writes receipts; {@link
 * io.backstitch.pipeline.registry.SchemaRegistryOptions} is all there is.
 */
package io.backstitch.pipeline.registry;
