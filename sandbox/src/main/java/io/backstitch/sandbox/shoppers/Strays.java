package io.backstitch.sandbox.shoppers;

import io.backstitch.sandbox.shoppers.ClientEvent.Form;
import io.backstitch.sandbox.shoppers.ClientEvent.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Traffic on the topics that is no shopping: development builds, loops, unreadable bytes. */
final class Strays {
    private Strays() {}

    static List<Batch> of(Shopping shopping, List<Batch> batches, MessTally tally) {
        Rng rng = shopping.rng;
        List<Batch> strays = new ArrayList<>();
        if (rng.chance(shopping.mess.rate(MessKind.DEVELOPMENT_BATCH))) {
            tally.count(MessKind.DEVELOPMENT_BATCH);
            strays.add(development(shopping, batches.get(0)));
        }
        Batch lastKnown = null;
        for (Batch batch : batches) {
            if (batch.who().customerId() != null
                    && (lastKnown == null || batch.arrival() > lastKnown.arrival())) {
                lastKnown = batch;
            }
        }
        if (lastKnown != null && rng.chance(shopping.mess.rate(MessKind.LOOP_EVENT))) {
            tally.count(MessKind.LOOP_EVENT);
            strays.add(loop(shopping, lastKnown));
        }
        return strays;
    }

    /** Bytes nobody can read, of five kinds. */
    static Pending broken(Rng rng, Batch sample, long arrival, int shopper) {
        String key = Long.toString(sample.mpid());
        byte[] json = BatchJson.bytes(sample);
        return switch (rng.between(0, 4)) {
            case 0 ->
                    Pending.broken(
                            arrival,
                            shopper,
                            Pending.BATCHES,
                            key,
                            utf8("<html>502 Bad Gateway</html>"),
                            "not_json");
            case 1 ->
                    Pending.broken(
                            arrival,
                            shopper,
                            Pending.BATCHES,
                            key,
                            Arrays.copyOf(json, json.length / 2),
                            "not_json");
            case 2 ->
                    Pending.broken(
                            arrival,
                            shopper,
                            Pending.BATCHES,
                            key,
                            utf8("[" + new String(json, StandardCharsets.UTF_8) + "]"),
                            "not_a_batch");
            case 3 ->
                    Pending.broken(
                            arrival,
                            shopper,
                            Pending.ORDERS,
                            rng.uuid(),
                            utf8("{\"order_id\":\"1\"}"),
                            "bad_framing");
            default ->
                    Pending.broken(
                            arrival,
                            shopper,
                            Pending.ORDERS,
                            rng.uuid(),
                            new byte[] {0, 0x7f, 0x12, 0x34, 0x56, 2, 4, 6},
                            "unknown_schema");
        };
    }

    private static Batch development(Shopping shopping, Batch near) {
        Rng rng = shopping.rng;
        Device device = shopping.newDevice(false, true);
        long time = near.arrival();
        Product.Line line = new Product.Line(rng.pick(Product.CATALOGUE), 1);
        List<ClientEvent> events = new ArrayList<>();
        for (int left = rng.between(1, 3); left > 0; left--) {
            time += rng.seconds(1, 5);
            events.add(
                    new ClientEvent(
                            rng.uuid(),
                            time,
                            Form.CUSTOM,
                            "product_viewed",
                            "product_viewed",
                            List.of(line),
                            null,
                            null,
                            null,
                            false,
                            Verdict.DEVELOPMENT));
        }
        Who tester = new Who("tester", "tester@example.com", null);
        return batch(rng, device, device.mpid, tester, events, time, Batch.Origin.DEVELOPMENT);
    }

    private static Batch loop(Shopping shopping, Batch near) {
        Rng rng = shopping.rng;
        long time = near.arrival() + rng.minutes(5, 60);
        List<ClientEvent> events =
                List.of(
                        ClientEvent.bare(
                                rng.uuid(),
                                time,
                                Form.CUSTOM,
                                rng.chance(0.5) ? "Email Delivered" : "Email Opened",
                                Verdict.LOOP));
        Who who = new Who(near.who().customerId(), near.who().email(), null);
        return batch(rng, null, near.mpid(), who, events, time, Batch.Origin.CUSTOMER_IO);
    }

    private static Batch batch(
            Rng rng,
            Device device,
            long mpid,
            Who who,
            List<ClientEvent> events,
            long time,
            Batch.Origin origin) {
        long arrival = time + rng.seconds(2, 20);
        return new Batch(
                device,
                mpid,
                who,
                who.email(),
                null,
                events,
                arrival,
                arrival - 1500,
                rng.id64(),
                rng.uuid(),
                false,
                origin);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
