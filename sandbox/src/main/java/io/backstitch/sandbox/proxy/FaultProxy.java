package io.backstitch.sandbox.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Stands before a receiver and does to its traffic what {@link #conduct} says. Thread-safe; changes
 * hold for requests that come afterwards.
 */
public final class FaultProxy implements AutoCloseable {
    private static final Duration TO_LET_GO = Duration.ofSeconds(5);

    private final InetSocketAddress address;
    private final ExecutorService threads;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private ServerSocket listener;
    private Socket placeholder;
    private volatile URI target;
    private volatile Conduct conduct = Conducts.pass();
    private volatile Consumer<Request> observer = request -> {};
    private volatile int idleLimitMs;
    private volatile int requestsPerConnection = Integer.MAX_VALUE;

    private FaultProxy(URI target) throws IOException {
        this.target = target;
        AtomicInteger number = new AtomicInteger();
        threads =
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread =
                                    new Thread(task, "fault-proxy-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        address = (InetSocketAddress) listener.getLocalSocketAddress();
        accept(listener);
    }

    /** Starts before a receiver; everything passes. */
    public static FaultProxy start(URI target) throws IOException {
        return new FaultProxy(target);
    }

    /** Where it listens; the same for its whole life. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    /** From now on stands before another receiver. */
    public void target(URI newTarget) {
        target = newTarget;
    }

    /** What is done with each request from now on. */
    public void conduct(Conduct newConduct) {
        conduct = newConduct;
    }

    /**
     * Is shown every request before anything is done with it, on the connection's thread.
     *
     * @param newObserver must be thread-safe
     */
    public void observe(Consumer<Request> newObserver) {
        observer = newObserver;
    }

    /** Connections without traffic for that long are closed; 0 never closes them. */
    public void idleLimit(int ms) {
        idleLimitMs = ms;
    }

    /** A connection is closed after the answer to so many requests. */
    public void requestsPerConnection(int limit) {
        requestsPerConnection = limit;
    }

    /** Everything passes again and connections stay open. */
    public void heal() throws IOException {
        conduct(Conducts.pass());
        idleLimit(0);
        requestsPerConnection(Integer.MAX_VALUE);
        listen();
    }

    /** Connections are refused from now on, and those that are open are reset. */
    public synchronized void refuse() throws IOException {
        if (placeholder != null) {
            return;
        }
        listener.close();
        // Bound, not listening: nobody else gets the port, and who knocks is refused.
        placeholder =
                patiently(
                        () -> {
                            Socket bound = new Socket();
                            bound.setReuseAddress(true);
                            bound.bind(address);
                            return bound;
                        });
        for (Socket client : clients) {
            reset(client);
        }
    }

    private static void reset(Socket client) {
        try {
            client.setSoLinger(true, 0);
            client.close();
        } catch (IOException e) {
            // It was being closed already.
        }
    }

    /** Takes connections again after {@link #refuse}. */
    public synchronized void listen() throws IOException {
        if (placeholder == null) {
            return;
        }
        placeholder.close();
        placeholder = null;
        listener =
                patiently(
                        () -> {
                            ServerSocket bound = new ServerSocket();
                            bound.setReuseAddress(true);
                            bound.bind(address, 256);
                            return bound;
                        });
        accept(listener);
    }

    /** Binds something. */
    private interface Binding<T> {
        T bind() throws IOException;
    }

    /** A socket that is being closed keeps its port until the thread that used it lets go. */
    private static <T> T patiently(Binding<T> binding) throws IOException {
        long patience = System.nanoTime() + TO_LET_GO.toNanos();
        while (true) {
            try {
                return binding.bind();
            } catch (BindException e) {
                if (System.nanoTime() > patience) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Connections taken so far. */
    public long connections() {
        return connections.get();
    }

    /** Requests read so far. */
    public long requests() {
        return requests.get();
    }

    private void accept(ServerSocket from) {
        threads.execute(
                () -> {
                    while (!from.isClosed()) {
                        try {
                            Socket client = from.accept();
                            long number = connections.incrementAndGet();
                            clients.add(client);
                            threads.execute(() -> serve(client, number));
                        } catch (IOException e) {
                            // Closed, or the client has gone already.
                        }
                    }
                });
    }

    private void serve(Socket client, long number) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (int served = 0; served < requestsPerConnection; served++) {
                client.setSoTimeout(idleLimitMs);
                Request request = Request.read(in);
                if (request == null) {
                    return;
                }
                requests.incrementAndGet();
                observer.accept(request);
                conduct.on(new Call(request, target, client, number));
                if (client.isClosed()) {
                    return;
                }
            }
        } catch (SocketTimeoutException | SocketException e) {
            // Idle for too long, or gone.
        } catch (IOException e) {
            // The receiver or the client broke off: so does the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        } finally {
            clients.remove(client);
        }
    }

    /** Ends every connection and stops listening. */
    @Override
    public synchronized void close() throws IOException {
        listener.close();
        if (placeholder != null) {
            placeholder.close();
        }
        for (Socket client : clients) {
            client.close();
        }
        threads.shutdownNow();
    }
}
