package io.backstitch.sandbox.shoppers;

import io.backstitch.sandbox.shoppers.Shopping.Logged;
import java.util.ArrayList;
import java.util.List;

/**
 * How what devices logged gets to Kafka: the web sends within seconds, an app every ten minutes, an
 * offline device hours later; some uploads are overtaken, some come twice.
 *
 * <p>A cart's activity never arrives more than 12 minutes after it happened, well inside the grace.
 */
final class Uplink {
    private static final long UPLOAD_INTERVAL = 600_000;
    private static final List<String> JUNK =
            List.of("undefined", "null", "0", "anonymous", "00000000-0000-0000-0000-000000000000");

    private final Shopping shopping;
    private final Rng rng;
    private final List<Batch> batches = new ArrayList<>();

    private Uplink(Shopping shopping) {
        this.shopping = shopping;
        this.rng = shopping.rng;
    }

    /** All batches of a shopper, repeats included, in no order. */
    static List<Batch> batches(Shopping shopping) {
        Uplink uplink = new Uplink(shopping);
        List<Logged> open = new ArrayList<>();
        for (Logged logged : shopping.log) {
            if (!open.isEmpty() && !uplink.together(open, logged)) {
                uplink.send(open);
                open.clear();
            }
            open.add(logged);
        }
        if (!open.isEmpty()) {
            uplink.send(open);
        }
        uplink.batches.addAll(shopping.profileOnly);
        return uplink.batches;
    }

    private boolean together(List<Logged> open, Logged next) {
        Logged first = open.get(0);
        Logged last = open.get(open.size() - 1);
        if (first.device() != next.device()
                || first.mpid() != next.mpid()
                || first.who() != next.who()
                || first.offlineUntil() != next.offlineUntil()) {
            return false;
        }
        if (next.offlineUntil() > 0) {
            return true;
        }
        return sentWithTheApp(first)
                ? interval(first) == interval(next)
                : open.size() < 3 && next.event().time() - last.event().time() < 20_000;
    }

    private void send(List<Logged> open) {
        Logged first = open.get(0);
        long last = open.get(open.size() - 1).event().time();
        long arrival;
        if (first.offlineUntil() > 0) {
            count(MessKind.OFFLINE_BATCH);
            arrival = Math.max(first.offlineUntil(), last) + rng.seconds(1, 20);
        } else if (sentWithTheApp(first)) {
            count(MessKind.MOBILE_UPLOAD);
            arrival =
                    first.device().uploadPhase
                            + (interval(first) + 1) * UPLOAD_INTERVAL
                            + rng.seconds(1, 15);
        } else {
            arrival = last + rng.seconds(2, 20);
        }
        if (happens(MessKind.REORDERED_BATCH)) {
            arrival += rng.seconds(20, 90);
        }
        Who who = first.who();
        Batch batch =
                new Batch(
                        first.device(),
                        first.mpid(),
                        who,
                        shopping.typed(who.email()),
                        !who.known() && happens(MessKind.JUNK_IDENTIFIER) ? rng.pick(JUNK) : null,
                        open.stream().map(Logged::event).toList(),
                        arrival,
                        arrival - 1500,
                        rng.id64(),
                        rng.uuid(),
                        happens(MessKind.NUMERIC_ID),
                        Batch.Origin.SHOP);
        batches.add(batch);
        if (happens(MessKind.DUPLICATED_UPLOAD)) {
            long again = arrival + rng.seconds(180, 5 * 3600);
            batches.add(batch.uploadedAgain(again, rng.id64(), rng.uuid()));
        }
        if (happens(MessKind.DUPLICATED_BATCH)) {
            batches.add(batch.arriving(arrival + rng.seconds(1, 300)));
        }
    }

    private boolean sentWithTheApp(Logged logged) {
        return logged.device().app && shopping.mess.rate(MessKind.MOBILE_UPLOAD) > 0;
    }

    private static long interval(Logged logged) {
        return (logged.event().time() - logged.device().uploadPhase) / UPLOAD_INTERVAL;
    }

    private boolean happens(MessKind kind) {
        if (!rng.chance(shopping.mess.rate(kind))) {
            return false;
        }
        count(kind);
        return true;
    }

    private void count(MessKind kind) {
        shopping.tally.count(kind);
    }
}
