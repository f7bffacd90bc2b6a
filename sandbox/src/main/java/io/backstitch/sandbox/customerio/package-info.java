/**
 * A stand-in for Customer.io: in go Track API requests (v2 entity and batch, the v1 calls a naive
 * forwarder makes) and App API look-ups over HTTP on the loopback address; out come the documented
 * answers, people with attributes and activity, and journeys that show who would have been mailed.
 * What Customer.io does not document is a switch in {@link
 * io.backstitch.sandbox.customerio.SandboxOptions}; failures are injected through {@link
 * io.backstitch.sandbox.customerio.Faults}. The door is {@link
 * io.backstitch.sandbox.customerio.CustomerIoSandbox}; everything is kept in memory.
 */
package io.backstitch.sandbox.customerio;
