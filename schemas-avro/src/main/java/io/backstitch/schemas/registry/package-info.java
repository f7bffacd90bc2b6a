/**
 * The schema registry, and records in Confluent's wire format.
 *
 * <p>In: a {@link io.backstitch.schemas.registry.RegistryOptions} with the address of any registry
 * that speaks Confluent's protocol. Out: a {@link io.backstitch.schemas.registry.SchemaRegistry}
 * (text and numbers only), a {@link io.backstitch.schemas.registry.ConfluentAvroWriter} that turns
 * generated records into bytes, and a {@link io.backstitch.schemas.registry.ConfluentAvroReader}
 * that turns them back and says in a typed way what stopped it. The genuine client and everything
 * it drags along stay behind this door, under relocated names.
 */
package io.backstitch.schemas.registry;
