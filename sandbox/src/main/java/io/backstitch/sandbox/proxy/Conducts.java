package io.backstitch.sandbox.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The usual conducts. "After" means after the request has had its effect at the receiver. */
public final class Conducts {
    private static final byte[] NO_HTTP =
            "%&/ no HTTP at all\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    private Conducts() {}

    /** The request goes through, and its answer back. */
    public static Conduct pass() {
        return call -> call.send(call.forward());
    }

    /** An answer in place of an effect. */
    public static Conduct answer(Response response) {
        return call -> call.send(response);
    }

    /** An answer in place of an effect, that much later. */
    public static Conduct answerLate(long ms, Response response) {
        return call -> {
            Thread.sleep(ms);
            call.send(response);
        };
    }

    /** A redirect in place of an effect. */
    public static Conduct redirect(int status, String location) {
        return answer(Response.of(status, Map.of("Location", location), ""));
    }

    /** Accepted and read, without effect and without an answer, until the client gives up. */
    public static Conduct silence() {
        return Call::awaitTheClientsEnd;
    }

    /** Effect; no answer until the client gives up. */
    public static Conduct silenceAfter() {
        return call -> {
            call.forward();
            call.awaitTheClientsEnd();
        };
    }

    /** Effect; the answer comes that much later. */
    public static Conduct late(long ms) {
        return call -> {
            Response response = call.forward();
            Thread.sleep(ms);
            call.send(response);
        };
    }

    /** Effect; the answer comes byte by byte. */
    public static Conduct drip(long everyMs) {
        return call -> call.drip(call.forward().bytes(), everyMs);
    }

    /** RST without effect. */
    public static Conduct resetBefore() {
        return Call::reset;
    }

    /** Effect; RST in place of the answer. */
    public static Conduct resetAfter() {
        return call -> {
            call.forward();
            call.reset();
        };
    }

    /** Effect; half of the answer, then RST. */
    public static Conduct resetMidway() {
        return call -> {
            call.send(half(call.forward()));
            call.reset();
        };
    }

    /** FIN without effect. */
    public static Conduct closeBefore() {
        return Call::close;
    }

    /** Effect; FIN in place of the answer. */
    public static Conduct closeAfter() {
        return call -> {
            call.forward();
            call.close();
        };
    }

    /** Effect; half of the answer, then FIN. */
    public static Conduct closeMidway() {
        return call -> {
            call.send(half(call.forward()));
            call.close();
        };
    }

    /** Effect; our side of the connection is closed, the other stays open. */
    public static Conduct halfClose() {
        return call -> {
            call.forward();
            call.halfClose();
        };
    }

    /** Effect; 200 with a page in place of JSON, as a captive portal would answer. */
    public static Conduct garbage() {
        return call -> {
            call.forward();
            call.send(Response.of(200, Map.of("Content-Type", "text/html"), "<html>oops"));
        };
    }

    /** Effect; bytes that are no HTTP. */
    public static Conduct noHttp() {
        return call -> {
            call.forward();
            call.send(NO_HTTP);
            call.close();
        };
    }

    /**
     * One of them for some requests, at random as cards are dealt: each has its turn before any
     * comes again. The others pass.
     *
     * @param share of the requests that are hit, 0 to 1
     */
    public static Conduct mixed(long seed, double share, List<Conduct> conducts) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Conduct> deck = new ArrayList<>();
        Conduct pass = pass();
        return call -> {
            Conduct chosen;
            synchronized (random) {
                if (deck.isEmpty()) {
                    deck.addAll(conducts);
                }
                chosen =
                        random.nextDouble() < share
                                ? deck.remove(random.nextInt(deck.size()))
                                : pass;
            }
            chosen.on(call);
        };
    }

    private static byte[] half(Response response) {
        return Arrays.copyOf(response.bytes(), response.bytes().length / 2);
    }
}
