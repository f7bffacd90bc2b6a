package io.backstitch.sandbox.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** One request on its way through the proxy, and what can be done with it. */
public final class Call {
    private static final int SECONDS_FOR_AN_ANSWER = 60;

    private final Request request;
    private final URI target;
    private final Socket client;

    Call(Request request, URI target, Socket client) {
        this.request = request;
        this.target = target;
        this.client = client;
    }

    public Request request() {
        return request;
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
    public void drip(byte[] bytes, long everyMs) throws IOException, InterruptedException {
        for (byte one : bytes) {
            send(new byte[] {one});
            Thread.sleep(everyMs);
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
        client.setSoTimeout(SECONDS_FOR_AN_ANSWER * 1000);
        while (client.getInputStream().read() >= 0) {
            // What it says meanwhile is of no interest.
        }
        client.close();
    }
}
