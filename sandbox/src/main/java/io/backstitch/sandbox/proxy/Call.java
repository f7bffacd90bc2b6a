package io.backstitch.sandbox.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;

/** One request on its way through the proxy, and what can be done with it. */
public final class Call {
    private static final int SECONDS_FOR_AN_ANSWER = 60;

    private final Request request;
    private final URI target;
    private final Socket client;
    private final long connection;

    Call(Request request, URI target, Socket client, long connection) {
        this.request = request;
        this.target = target;
        this.client = client;
        this.connection = connection;
    }

    public Request request() {
        return request;
    }

    /** Number of the connection it came on, from 1. */
    public long connection() {
        return connection;
    }

    /** Lets the request have its effect; returns the receiver's answer, which goes nowhere yet. */
    public Response forward() throws IOException {
        return forward(request);
    }

    /** The same with another request in its place. */
    public Response forward(Request instead) throws IOException {
        try (Socket receiver = new Socket()) {
            receiver.setSoTimeout(SECONDS_FOR_AN_ANSWER * 1000);
            receiver.connect(new InetSocketAddress(target.getHost(), target.getPort()));
            receiver.getOutputStream().write(instead.toBytes());
            return Response.read(receiver.getInputStream());
        }
    }

    /** Answers. */
    public void send(Response response) throws IOException {
        send(response.bytes());
    }

    /** Sends bytes, whatever they are. */
    public void send(byte[] bytes) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** Sends one byte at a time, that far apart, until done or the client has gone. */
    public void drip(byte[] bytes, long everyMs) throws IOException {
        for (byte one : bytes) {
            send(new byte[] {one});
            if (isLeftWithin(everyMs)) {
                return;
            }
        }
    }

    /**
     * Waits for the client to end the connection.
     *
     * @param ms for so long at most, 1 or more
     * @return whether it has
     */
    public boolean isLeftWithin(long ms) throws IOException {
        long until = System.nanoTime() + ms * 1_000_000;
        try {
            while (true) {
                long left = (until - System.nanoTime() + 999_999) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                client.setSoTimeout((int) left);
                // What it says meanwhile is of no interest.
                if (client.getInputStream().read() < 0) {
                    return true;
                }
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // reset, which is an end too
        }
    }

    /** Ends the connection with RST. */
    public void reset() throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    /** Ends the connection with FIN. */
    public void close() throws IOException {
        client.close();
    }

    /** Closes our side only, and reads on: the client's answer is over before it began. */
    public void halfClose() throws IOException {
        client.shutdownOutput();
        awaitTheClientsEnd();
    }

    /** Says nothing until the client has had enough. */
    public void awaitTheClientsEnd() throws IOException {
        isLeftWithin(SECONDS_FOR_AN_ANSWER * 1000L);
        client.close();
    }
}
