package io.backstitch.sandbox.proxy;

import java.io.IOException;

/** What a {@link FaultProxy} does with a request. Called on the connection's own thread. */
@FunctionalInterface
public interface Conduct {
    /**
     * Deals with one request.
     *
     * @throws IOException if a connection broke; the client's is then closed
     */
    void on(Call call) throws IOException, InterruptedException;
}
