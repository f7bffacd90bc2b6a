package io.backstitch.pipeline.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.ReadableConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Customer.io before the job starts whether the credentials are right and in which region the
 * account lives: the wrong region's host redirects, with people's data, or answers nothing useful.
 */
public final class Preflight {
    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private Preflight() {}

    /**
     * Waits for one answer, at most ten seconds. Not getting one is no fault, since it says nothing
     * about the configuration; neither is anything in development.
     *
     * @param faults takes a sentence if the job must not start
     */
    public static void check(ReadableConfig config, DeliverSettings settings, List<String> faults) {
        if (!config.get(DeliverOptions.DEVELOPMENT)) {
            check(config.get(DeliverOptions.REGION), settings, PATIENCE, faults);
        }
    }

    static void check(
            Region region, DeliverSettings settings, Duration patience, List<String> faults) {
        try {
            judge(ask(settings, patience), region, faults);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Not its message: it may name what was asked.
            LOG.warn(
                    "Customer.io could not be asked for the account's region ({}); going on",
                    (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName());
        }
    }

    private static HttpResponse<byte[]> ask(DeliverSettings settings, Duration patience)
            throws IOException, InterruptedException {
        String key =
                SecretFile.read(
                        DeliverOptions.API_KEY_FILE.key(),
                        settings.apiKeyFile(),
                        SecretFile.API_KEY_VARIABLE);
        byte[] basic = (settings.siteId() + ":" + key).getBytes(StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(settings.trackUrl() + "/api/v1/accounts/region"))
                        .timeout(patience)
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(basic))
                        .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                HttpClient.newBuilder()
                        .connectTimeout(patience)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build()
                        .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            // The client's own timeouts end with the answer's head.
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            answer.cancel(true);
            throw new IOException(e.getCause() == null ? e : e.getCause());
        }
    }

    private static void judge(HttpResponse<byte[]> answer, Region region, List<String> faults) {
        int status = answer.statusCode();
        if (status == 401 || status == 403) {
            faults.add(
                    DeliverOptions.API_KEY_FILE.key()
                            + ": Customer.io refuses this key with this customerio.site-id (HTTP "
                            + status
                            + "); both must be of the same workspace's Track API, and"
                            + " customerio.region must be where it lives");
        } else if (status >= 300 && status < 400) {
            faults.add(
                    DeliverOptions.REGION.key()
                            + ": Customer.io redirects to another region; the account does not live"
                            + " in "
                            + name(region));
        } else if (status == 200) {
            compare(OutcomeClassifier.parse(answer.body()), region, faults);
        } else {
            LOG.warn("Customer.io answers the question for the region with HTTP {}", status);
        }
    }

    private static void compare(JsonNode body, Region region, List<String> faults) {
        String found = body == null ? "" : body.path("region").asText().toLowerCase(Locale.ROOT);
        boolean known = false;
        for (Region one : Region.values()) {
            known |= name(one).equals(found);
        }
        if (!known) {
            LOG.warn("Customer.io names no region that we know; going on");
        } else if (!found.equals(name(region))) {
            faults.add(
                    DeliverOptions.REGION.key()
                            + ": is "
                            + name(region)
                            + ", but the account lives in "
                            + found
                            + "; set customerio.region: "
                            + found);
        } else {
            LOG.info("Customer.io knows the credentials; the account lives in {}", found);
        }
    }

    private static String name(Region region) {
        return region.name().toLowerCase(Locale.ROOT);
    }
}
