package io.backstitch.pipeline.kafka;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again on a thread of its own. The reader says where it is and takes the newest
 * look, if there is one; neither waits for the other.
 */
final class Lookout implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    private final Looker looker;
    private final LongSupplier monotonicMs;
    private final ScheduledExecutorService thread;
    private final AtomicReference<Look> newest = new AtomicReference<>();
    private volatile Map<TopicPartition, Long> positions = Map.of();
    private volatile CompletableFuture<Void> news = new CompletableFuture<>();

    Lookout(Looker looker, LongSupplier monotonicMs, String name) {
        this.looker = looker;
        this.monotonicMs = monotonicMs;
        this.thread = new ScheduledThreadPoolExecutor(1, looks -> thread(looks, name));
    }

    /** The looker is closed by the thread that uses it. */
    private Thread thread(Runnable looks, String name) {
        Runnable life =
                () -> {
                    try {
                        looks.run();
                    } finally {
                        looker.close();
                    }
                };
        Thread thread = new Thread(life, name);
        thread.setDaemon(true);
        return thread;
    }

    void start(long everyMs) {
        thread.scheduleWithFixedDelay(this::look, 0, everyMs, TimeUnit.MILLISECONDS);
    }

    /** Where the reader is now; a partition it has never named is not looked at. */
    void watch(Map<TopicPartition, Long> now) {
        positions = now;
    }

    /** The newest look, once; null if there is none. */
    Look take() {
        if (newest.get() == null && !news.isDone()) {
            return null;
        }
        // First the future: a look that comes in between is announced by the new one.
        news = new CompletableFuture<>();
        return newest.getAndSet(null);
    }

    /** Completes when {@link #take} has something to give. */
    CompletableFuture<Void> news() {
        return news;
    }

    private void look() {
        Map<TopicPartition, Long> where = positions;
        if (where.isEmpty()) {
            return;
        }
        long startedAt = monotonicMs.getAsLong();
        try {
            newest.set(looker.look(startedAt, where));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            if (thread.isShutdown()) {
                return;
            }
            LOG.warn("The ends of the topics could not be looked at: {}", e.toString());
            newest.set(Look.failed(startedAt));
        }
        news.complete(null);
    }

    /** Breaks off a look under way; returns within a second. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
