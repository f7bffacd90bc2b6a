/**
 * A real Kafka broker inside this JVM.
 *
 * <p>In: an empty folder (or that of an earlier broker). Out: a running single-node KRaft broker
 * and its address. It listens on 127.0.0.1 only, keeps records of any age for ever, and writes
 * nothing outside its folder, which stays its owner's to delete after closing the broker.
 */
package io.backstitch.sandbox.kafka;
