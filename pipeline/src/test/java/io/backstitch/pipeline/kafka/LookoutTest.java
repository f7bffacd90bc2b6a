package io.backstitch.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LookoutTest {
    private static final Map<TopicPartition, Long> HERE =
            Map.of(new TopicPartition("orders", 0), 7L);

    /** What the looker answers next; it waits for it as for a slow broker. */
    private final BlockingQueue<Look> answers = new LinkedBlockingQueue<>();

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean fails;
    private final Lookout lookout =
            new Lookout(
                    new Looker() {
                        @Override
                        public Look look(long startedAt, Map<TopicPartition, Long> positions)
                                throws InterruptedException {
                            if (fails) {
                                throw new IllegalStateException("no broker");
                            }
                            assertThat(positions).isEqualTo(HERE);
                            return answers.take();
                        }

                        @Override
                        public void close() {
                            closed.countDown();
                        }
                    },
                    () -> 42,
                    "looks");

    @AfterEach
    void close() {
        lookout.close();
    }

    @Test
    void everyLookIsAnnouncedAndGivenOnce() throws Exception {
        lookout.watch(HERE);
        lookout.start(1);
        for (int i = 0; i < 100; i++) {
            CompletableFuture<Void> news = lookout.news();
            Look look = Look.failed(i);
            answers.add(look);
            news.get();
            assertThat(taken()).isSameAs(look);
        }
        assertThat(lookout.take()).isNull();
        assertThat(lookout.news()).as("nothing to wake the task for").isNotDone();
    }

    @Test
    void aLookerThatBreaksIsAFailedLookAndNotTheEndOfLooking() throws Exception {
        fails = true;
        lookout.watch(HERE);
        CompletableFuture<Void> news = lookout.news();
        lookout.start(1);
        news.get();
        assertThat(taken().failed()).isTrue();

        fails = false;
        Look next = new Look(1, HERE, Map.of(), 0, false);
        answers.add(next);
        while (taken() != next) {
            Thread.onSpinWait();
        }
    }

    @Test
    void closingBreaksOffALookUnderWay() throws Exception {
        lookout.watch(HERE);
        lookout.start(1);
        lookout.close();

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** The news may come a moment before another thread is through with giving it. */
    private Look taken() throws Exception {
        while (true) {
            Look look = lookout.take();
            if (look != null) {
                return look;
            }
            lookout.news().get();
        }
    }
}
