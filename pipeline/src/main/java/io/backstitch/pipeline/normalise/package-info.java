/**
 * An event as its source spells it goes in; an event as the contract spells it comes out, or the
 * reason why not. Names, types, required properties, items, money, identifiers, and the limits of
 * Customer.io. {@link io.backstitch.pipeline.normalise.Normaliser} is the door; it is compiled once
 * from the contract and knows nothing about Kafka or who a person is.
 */
package io.backstitch.pipeline.normalise;
