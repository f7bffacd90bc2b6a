/**
 * A proxy of our own between the job and its receiver, for faults that no server will produce:
 * answers that never come, drip, come too late, break off; connections that are reset, half-closed
 * or closed while idle.
 *
 * <p>In: HTTP/1.1 with {@code Content-Length} on a free loopback port. Out: whatever the {@link
 * io.backstitch.sandbox.proxy.Conduct} of the moment does with each request: nothing, part of the
 * receiver's answer, or an answer of its own. Plain sockets, one thread per connection; everything
 * is gone when it is closed.
 */
package io.backstitch.sandbox.proxy;
