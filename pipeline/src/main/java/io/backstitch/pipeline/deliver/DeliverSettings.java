package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.options.OptionReader;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Checked settings of delivery. Holds names of secret files, never secrets.
 *
 * @param instances delivery levels that share the account's ceiling
 */
public record DeliverSettings(
        String siteId,
        String apiKeyFile,
        String appApiKeyFile,
        String trackUrl,
        String appUrl,
        String hashKeyFile,
        int requestsPerSecond,
        long requestTimeoutMs,
        int lanes,
        int maxBatchOperations,
        int maxBatchBytes,
        int maxOperationBytes,
        long lingerMs,
        int maxInFlight,
        int maxBufferedOperations,
        long maxBufferedBytes,
        long backoffInitialMs,
        long backoffMaxMs,
        long retryAfterMaxMs,
        long giveUpAfterMs,
        long replayMaxAgeMs,
        Sabotage sabotage,
        int instances)
        implements Serializable {
    private static final long THIRTY_DAYS_MS = 30L * 24 * 3_600_000;

    /**
     * @param faults takes one sentence per fault
     * @return the settings, or null if there was a fault
     */
    public static DeliverSettings from(ReadableConfig config, List<String> faults) {
        int before = faults.size();
        OptionReader options = new OptionReader(config, faults);
        boolean development = options.get(DeliverOptions.DEVELOPMENT);
        Access access = new Access(options, development, faults);
        Region region = options.get(DeliverOptions.REGION);
        String track = access.address(DeliverOptions.TRACK_URL, region.trackUrl);
        boolean standIn = track != null && Endpoint.isLoopback(track);
        String app = access.address(DeliverOptions.APP_URL, standIn ? track : region.appUrl);
        DeliverSettings settings =
                new DeliverSettings(
                        access.siteId(),
                        access.apiKeyFile(),
                        options.file(DeliverOptions.APP_API_KEY_FILE),
                        track,
                        app,
                        options.file(DeliverOptions.HASH_KEY_FILE),
                        options.between(DeliverOptions.REQUESTS_PER_SECOND, 1, 1_000_000),
                        options.millis(DeliverOptions.REQUEST_TIMEOUT, 1_000, 15_000),
                        options.between(DeliverOptions.LANES, 1, 32_768),
                        options.between(DeliverOptions.MAX_BATCH_OPERATIONS, 1, 1_000),
                        options.between(DeliverOptions.MAX_BATCH_BYTES, 1_000, 512_000),
                        options.between(DeliverOptions.MAX_OPERATION_BYTES, 500, 32_768),
                        options.millis(DeliverOptions.LINGER, 0, 10_000),
                        options.between(DeliverOptions.MAX_IN_FLIGHT, 1, 256),
                        options.between(DeliverOptions.MAX_BUFFERED_OPERATIONS, 1, 10_000_000),
                        options.get(DeliverOptions.MAX_BUFFERED_BYTES).getBytes(),
                        options.millis(DeliverOptions.BACKOFF_INITIAL, 1, 60_000),
                        options.millis(DeliverOptions.BACKOFF_MAX, 1, 3_600_000),
                        options.millis(DeliverOptions.RETRY_AFTER_MAX, 0, 3_600_000),
                        options.millis(DeliverOptions.GIVE_UP_AFTER, 1_000, THIRTY_DAYS_MS),
                        options.millis(DeliverOptions.REPLAY_MAX_AGE, 1_000, THIRTY_DAYS_MS),
                        options.get(DeliverOptions.SABOTAGE),
                        1);
        if (settings.maxOperationBytes + Flight.FRAME >= settings.maxBatchBytes) {
            options.fault(
                    DeliverOptions.MAX_BATCH_BYTES,
                    settings.maxBatchBytes
                            + " cannot hold one operation of deliver.max-operation-bytes, "
                            + settings.maxOperationBytes);
        }
        if (settings.sabotage != Sabotage.NONE && !development) {
            options.fault(DeliverOptions.SABOTAGE, "only with customerio.development: true");
        }
        return faults.size() == before ? settings : null;
    }

    /** These settings when {@code n} delivery levels share the account's ceiling. */
    public DeliverSettings sharedBy(int n) {
        return new DeliverSettings(
                siteId,
                apiKeyFile,
                appApiKeyFile,
                trackUrl,
                appUrl,
                hashKeyFile,
                requestsPerSecond,
                requestTimeoutMs,
                lanes,
                maxBatchOperations,
                maxBatchBytes,
                maxOperationBytes,
                lingerMs,
                maxInFlight,
                maxBufferedOperations,
                maxBufferedBytes,
                backoffInitialMs,
                backoffMaxMs,
                retryAfterMaxMs,
                giveUpAfterMs,
                replayMaxAgeMs,
                sabotage,
                n);
    }
}
