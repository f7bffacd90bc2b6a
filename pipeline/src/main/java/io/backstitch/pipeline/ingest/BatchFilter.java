package io.backstitch.pipeline.ingest;

import io.backstitch.schemas.contract.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.ReadableConfig;

/** What is left out because of where it comes from: development data, loops, replays. */
final class BatchFilter {
    /** It came out of Customer.io. */
    static final String LOOP = "loop";

    /** It is the quarantine's copy of what also comes the ordinary way. */
    static final String COPY = "quarantine_copy";

    private final List<String> environments = new ArrayList<>();
    private final List<String> loopFeeds = new ArrayList<>();
    private final boolean takeReplays;

    BatchFilter(ReadableConfig options) {
        for (String environment : options.get(IngestOptions.ENVIRONMENTS)) {
            environments.add(environment.strip().toLowerCase(Locale.ROOT));
        }
        for (String feed : options.get(IngestOptions.LOOP_FEEDS)) {
            loopFeeds.add(Names.fold(feed));
        }
        this.takeReplays = options.get(IngestOptions.REPLAYS) == IngestOptions.Replays.TAKE;
    }

    /** Why nothing of this batch goes on, or null. */
    String reason(Batch batch) {
        if (!environments.contains(batch.environment())) {
            return "environment";
        }
        if (batch.isQuarantined()) {
            return COPY;
        }
        if (isLoop(batch.partner())) {
            return LOOP;
        }
        return batch.isReplay() && !takeReplays ? "replay" : null;
    }

    /** Why this event does not go on although its batch does, or null. */
    String reason(BatchEvent event) {
        return isLoop(event.feed()) ? LOOP : null;
    }

    /** Whether what comes from there came out of Customer.io before. */
    boolean isLoop(String feed) {
        if (feed == null) {
            return false;
        }
        String folded = Names.fold(feed);
        for (String loop : loopFeeds) {
            if (!loop.isEmpty() && folded.contains(loop)) {
                return true;
            }
        }
        return false;
    }
}
