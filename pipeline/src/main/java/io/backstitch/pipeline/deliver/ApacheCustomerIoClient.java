package io.backstitch.pipeline.deliver;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talks to Customer.io over HTTP/1.1 with Apache HttpClient: connections are reused, nothing is
 * compressed, redirected or repeated on its own account. Answers come on the client's own threads.
 */
final class ApacheCustomerIoClient implements CustomerIoClient {
    private static final Logger LOG = LoggerFactory.getLogger(ApacheCustomerIoClient.class);

    private final DeliverSettings settings;
    private final CloseableHttpAsyncClient http;
    private final ScheduledExecutorService deadlines;
    private volatile String trackAuthorization;
    private volatile String appAuthorization;

    /**
     * @throws IOException if a secret cannot be read, naming the option
     */
    ApacheCustomerIoClient(DeliverSettings settings) throws IOException {
        this.settings = settings;
        readSecrets();
        this.deadlines =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "backstitch-deliver-deadlines");
                            thread.setDaemon(true);
                            return thread;
                        });
        this.http = build(settings);
        http.start();
    }

    private static CloseableHttpAsyncClient build(DeliverSettings settings) {
        Timeout timeout = Timeout.ofMilliseconds(settings.requestTimeoutMs());
        int connections = settings.maxInFlight() * 2 + 2;
        PoolingAsyncClientConnectionManager pool =
                PoolingAsyncClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(2 * connections)
                        .setMaxConnPerRoute(connections)
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(timeout)
                                        .setSocketTimeout(timeout)
                                        .setValidateAfterInactivity(TimeValue.ofSeconds(2))
                                        .setTimeToLive(TimeValue.ofMinutes(5))
                                        .build())
                        .setDefaultTlsConfig(
                                TlsConfig.custom()
                                        .setHandshakeTimeout(timeout)
                                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                                        .build())
                        .build();
        return HttpAsyncClients.custom()
                .setConnectionManager(pool)
                .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setConnectionRequestTimeout(timeout)
                                .setResponseTimeout(timeout)
                                .setRedirectsEnabled(false)
                                .setAuthenticationEnabled(false)
                                .setContentCompressionEnabled(false)
                                .build())
                .addExecInterceptorFirst(HangUp.NAME, new HangUp())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("Backstitch")
                .build();
    }

    @Override
    public void send(byte[] body, Consumer<Answer> then) {
        execute(
                SimpleRequestBuilder.post(settings.trackUrl() + "/api/v2/batch")
                        .setHeader("Authorization", trackAuthorization)
                        .setBody(body, ContentType.APPLICATION_JSON)
                        .build(),
                then);
    }

    @Override
    public void lookUp(String idType, String value, Consumer<Answer> then) {
        String path = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        String type = URLEncoder.encode(idType, StandardCharsets.UTF_8);
        execute(
                SimpleRequestBuilder.get(
                                settings.appUrl()
                                        + "/v1/customers/"
                                        + path
                                        + "/attributes?id_type="
                                        + type)
                        .setHeader("Authorization", appAuthorization)
                        .build(),
                then);
    }

    private void execute(SimpleHttpRequest request, Consumer<Answer> then) {
        AtomicBoolean answered = new AtomicBoolean();
        Consumer<Answer> once =
                answer -> {
                    if (answered.compareAndSet(false, true)) {
                        then.accept(answer);
                    }
                };
        HttpContext context = HangUp.context();
        Future<Answer> call =
                http.execute(
                        SimpleRequestProducer.create(request),
                        new AnswerConsumer(),
                        context,
                        callback(once));
        // The client's own timeouts start again with every byte: an answer that drips is endless.
        ScheduledFuture<?> deadline =
                deadlines.schedule(
                        () -> {
                            once.accept(Answer.none("timeout"));
                            call.cancel(true);
                            HangUp.now(context);
                        },
                        settings.requestTimeoutMs(),
                        TimeUnit.MILLISECONDS);
        if (answered.get()) {
            deadline.cancel(false);
        }
    }

    private static FutureCallback<Answer> callback(Consumer<Answer> then) {
        return new FutureCallback<>() {
            @Override
            public void completed(Answer answer) {
                then.accept(answer);
            }

            @Override
            public void failed(Exception cause) {
                then.accept(Answer.none(word(cause)));
            }

            @Override
            public void cancelled() {
                then.accept(Answer.none("timeout"));
            }
        };
    }

    /** A word instead of the message: messages may quote what was sent. */
    private static String word(Exception cause) {
        if (cause instanceof SocketTimeoutException) {
            return "timeout";
        }
        return cause instanceof ConnectException ? "no_connection" : "connection_lost";
    }

    @Override
    public boolean canLookUp() {
        return settings.appApiKeyFile() != null;
    }

    @Override
    public void reloadSecrets() {
        try {
            readSecrets();
        } catch (IOException e) {
            // A file that is just being replaced: the old secret serves until the next probe.
            LOG.warn("Kept the secrets read before: {}", e.getMessage());
        }
    }

    private void readSecrets() throws IOException {
        String key =
                SecretFile.read(
                        DeliverOptions.API_KEY_FILE.key(),
                        settings.apiKeyFile(),
                        SecretFile.API_KEY_VARIABLE);
        byte[] basic = (settings.siteId() + ":" + key).getBytes(StandardCharsets.UTF_8);
        trackAuthorization = "Basic " + Base64.getEncoder().encodeToString(basic);
        if (settings.appApiKeyFile() != null) {
            appAuthorization =
                    "Bearer "
                            + SecretFile.read(
                                    DeliverOptions.APP_API_KEY_FILE.key(),
                                    settings.appApiKeyFile(),
                                    null);
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        http.close(CloseMode.IMMEDIATE);
    }
}
