package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Operations on their way: a request, and what is left of it after refusals. Slices go one after
 * the other, so that a person's events stay in order when a request has to be cut.
 */
final class Flight {
    private static final byte[] HEAD = "{\"batch\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.UTF_8);

    /** Bytes of a request besides operations and their separators. */
    static final int FRAME = HEAD.length + TAIL.length;

    /** An operation and whose it is. */
    record Item(PersonQueue queue, Pending pending) {}

    private final ArrayDeque<List<Item>> slices = new ArrayDeque<>();
    final long number;
    private byte[] body;

    /** Counts as one of the requests that may be in flight. */
    boolean holdsSlot = true;

    /**
     * Attempts of the current slice without a verdict, and those that looked like a fault of it.
     */
    int retries;

    int failures;
    long firstFailureAt;
    long acceptedAtFirstFailure;
    long wakeAt;

    /**
     * @param number in the order of taking off
     */
    Flight(long number, List<List<Item>> slices) {
        this.number = number;
        this.slices.addAll(slices);
    }

    List<Item> items() {
        return slices.getFirst();
    }

    Operation first() {
        return items().get(0).pending().operation;
    }

    boolean isMerge() {
        return first().kind() == Operation.Kind.MERGE;
    }

    boolean isTakeOver() {
        return first().kind() == Operation.Kind.TAKE_OVER;
    }

    /** The current slice as a request: the same bytes on every call. */
    byte[] body() {
        if (body == null) {
            List<Item> items = items();
            int length = FRAME + items.size() - 1;
            for (Item item : items) {
                length += item.pending().length();
            }
            byte[] bytes = new byte[length];
            int at = append(bytes, 0, HEAD);
            for (int i = 0; i < items.size(); i++) {
                if (i > 0) {
                    bytes[at++] = ',';
                }
                at = append(bytes, at, items.get(i).pending().operation.body());
            }
            append(bytes, at, TAIL);
            body = bytes;
        }
        return body;
    }

    private static int append(byte[] to, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, to, at, bytes.length);
        return at + bytes.length;
    }

    /** The current slice is done. */
    boolean hasMore() {
        slices.removeFirst();
        forgetFailures();
        return !slices.isEmpty();
    }

    /** Cuts what is left of the current slice in two (see {@link Bisect}). */
    void cut(List<Item> left) {
        slices.removeFirst();
        forgetFailures();
        List<List<Item>> parts = Bisect.halves(left);
        for (int i = parts.size() - 1; i >= 0; i--) {
            slices.addFirst(parts.get(i));
        }
    }

    /**
     * The only operation of the current slice waits aside: takes away what belongs to others.
     *
     * @return the slices of other people, in order; empty if there are none
     */
    List<List<Item>> withoutOthers() {
        PersonQueue mine = items().get(0).queue();
        List<List<Item>> others = new ArrayList<>();
        List<List<Item>> kept = new ArrayList<>();
        for (List<Item> slice : slices) {
            keep(slice.stream().filter(item -> item.queue() == mine).toList(), kept);
            keep(slice.stream().filter(item -> item.queue() != mine).toList(), others);
        }
        slices.clear();
        slices.addAll(kept);
        return others;
    }

    private static void keep(List<Item> slice, List<List<Item>> slices) {
        if (!slice.isEmpty()) {
            slices.add(slice);
        }
    }

    private void forgetFailures() {
        body = null;
        retries = 0;
        failures = 0;
    }

    /** A number that tells flights apart but not runs of the job. */
    long seed() {
        return first().id().hashCode();
    }
}
