package io.backstitch.pipeline.deliver;

import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Ends the connection of a request whose time is up. The client's own cancelling does not, where
 * the request went over a connection that was there already: it cancels the lease, which is long
 * over, and an answer that drips keeps the connection for as long as it likes. Thread-safe.
 */
final class HangUp implements AsyncExecChainHandler {
    static final String NAME = "hang-up";
    private static final String RUNTIME = "backstitch.runtime";

    @Override
    public void execute(
            HttpRequest request,
            AsyncEntityProducer body,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        scope.clientContext.setAttribute(RUNTIME, scope.execRuntime);
        chain.proceed(request, body, scope, callback);
    }

    /** For one request. */
    static HttpContext context() {
        return HttpClientContext.create();
    }

    /** Does nothing if the request is over. */
    static void now(HttpContext context) {
        if (context.getAttribute(RUNTIME) instanceof AsyncExecRuntime runtime) {
            runtime.discardEndpoint();
        }
    }
}
