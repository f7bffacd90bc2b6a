package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conduct;
import io.backstitch.sandbox.proxy.Request;
import io.backstitch.sandbox.proxy.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The key is rotated, and rotated back; the job learns of it from its key file only. */
final class Credentials implements Fault {
    private static final Duration TO_STOP = Duration.ofSeconds(5);
    private static final Duration TO_RESUME = Duration.ofSeconds(30);

    private final AtomicLong refused = new AtomicLong();

    @Override
    public String name() {
        return "credentials";
    }

    @Override
    public String what() {
        return "401 until the key file holds the new key, twice";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        String first = scene.stage().apiKey();
        scene.shop(0.2);
        rotate(scene, first, first + "-rotated", 0.4);
        scene.shop(0.6);
        rotate(scene, first, first, 0.8);
        scene.injected("rotations", 2);
        scene.injected("answers 401", refused.get());
    }

    /**
     * @param known to the receiver; what the job sends is put right on the way
     * @param valid from now on
     */
    private void rotate(Scene scene, String known, String valid, double share) throws Exception {
        long before = refused.get();
        int letters = scene.stage().deadLetters().size();
        scene.line(only(scene, known, valid));
        scene.shop(share);
        scene.check(
                scene.await(TO_STOP, () -> refused.get() > before),
                "nobody asked with the old key");
        scene.pause(scene.span(2_000));
        int effects = scene.watch().effects();
        scene.pause(Duration.ofMillis(500));
        scene.check(
                scene.watch().effects() == effects, "something took effect without credentials");
        scene.check(
                operationsDead(scene) == 0,
                operationsDead(scene) + " operations became dead letters for want of credentials");
        scene.injected("dead letters before the rotation", letters);
        scene.stage().rotateKey(valid);
        scene.recovering();
        scene.check(
                scene.await(TO_RESUME, () -> scene.watch().effects() > effects),
                "delivery did not resume " + TO_RESUME.toSeconds() + " s after the rotation");
    }

    private static long operationsDead(Scene scene) throws Exception {
        return scene.stage().deadLetters().stream()
                .filter(letter -> letter.getStage().name().equals("DELIVER"))
                .filter(
                        letter ->
                                scene.tape()
                                        .has(
                                                Tape.place(
                                                        letter.getTopic(),
                                                        letter.getPartition(),
                                                        letter.getOffset())))
                .count();
    }

    private Conduct only(Scene scene, String known, String valid) {
        String right = basic(scene, valid);
        String passed = basic(scene, known);
        return call -> {
            Request request = call.request();
            if (!request.isBatch()) {
                call.send(call.forward());
            } else if (!right.equals(request.header("Authorization"))) {
                refused.incrementAndGet();
                call.send(Response.json(401, "{\"meta\":{\"error\":\"unauthorized\"}}"));
            } else {
                List<String> headers = new ArrayList<>();
                for (String header : request.headers()) {
                    headers.add(header.replace(right, passed));
                }
                call.send(call.forward(new Request(request.line(), headers, request.body())));
            }
        };
    }

    private static String basic(Scene scene, String key) {
        String text = scene.sandbox().options().siteId() + ":" + key;
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
