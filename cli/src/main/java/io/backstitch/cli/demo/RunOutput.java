package io.backstitch.cli.demo;

import io.backstitch.cli.stack.LocalParts;
import io.backstitch.cli.stack.TopicReader;
import io.backstitch.sandbox.customerio.AcceptedEvent;
import io.backstitch.sandbox.customerio.Activity;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the job writes, read as it comes; and what the sandbox sees of it. */
final class RunOutput implements AutoCloseable {
    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration NOTHING_MORE = Duration.ofSeconds(15);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Set<String> ANSWERS =
            Set.of("order_completed", "cart_recovery_suppressed", "cart_recovered");

    private final TopicReader<Receipt> receipts;
    private final TopicReader<DeadLetter> deadLetters;
    private final CustomerIoSandbox sandbox;

    RunOutput(LocalParts parts, SchemaRegistry registry) {
        sandbox = parts.sandbox();
        receipts =
                new TopicReader<>(
                        parts.kafkaClient(), registry, "backstitch.receipts", Receipt.class);
        deadLetters =
                new TopicReader<>(
                        parts.kafkaClient(), registry, "backstitch.dead-letters", DeadLetter.class);
    }

    List<Receipt> receipts() throws Exception {
        return receipts.read();
    }

    List<DeadLetter> deadLetters() throws Exception {
        return deadLetters.read();
    }

    /** Whether Customer.io has been told of an order of that cart. */
    boolean isAnswered(String cartId) {
        for (AcceptedEvent event : sandbox.events()) {
            Activity activity = event.activity();
            if (ANSWERS.contains(activity.name())
                    && cartId.equals(activity.attributes().text("cart_id"))) {
                return true;
            }
        }
        return false;
    }

    /** Grows with everything that happens. */
    long activity() throws Exception {
        return receipts().size() + deadLetters().size() + sandbox.summary().requests();
    }

    /** Until something happened since {@code before}, or nothing has for a long time. */
    void awaitMore(long before) throws Exception {
        long patience = System.nanoTime() + TO_START.toNanos();
        while (activity() <= before && System.nanoTime() < patience) {
            pause();
        }
    }

    /**
     * Until every input has its fate and nothing more happens, or nothing has happened for so long
     * that something must be wrong: then the judge will say what.
     *
     * @param before activity when the job was started; until there is more, it is still starting
     */
    void awaitAll(Truth truth, long before, Progress progress) throws Exception {
        awaitMore(before);
        long last = -1;
        long since = System.nanoTime();
        boolean complete = false;
        while (true) {
            long now = activity();
            if (now != last) {
                last = now;
                since = System.nanoTime();
            }
            long fates = Math.min(receipts().size() + deadLetters().size(), truth.inputs());
            progress.soFar(
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d inputs have their fate",
                            fates,
                            truth.inputs()));
            long quiet = System.nanoTime() - since;
            if (quiet > QUIET.toNanos()) {
                complete = complete || new Fates(receipts(), deadLetters()).complete(truth);
                if (complete || quiet > NOTHING_MORE.toNanos()) {
                    return;
                }
            }
            pause();
        }
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(100);
    }

    @Override
    public void close() {
        receipts.close();
        deadLetters.close();
    }
}
