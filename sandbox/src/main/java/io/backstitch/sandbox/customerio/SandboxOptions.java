package io.backstitch.sandbox.customerio;

import com.sun.net.httpserver.HttpHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How the stand-in behaves; immutable. The defaults take the strictest documented reading, so that
 * what works here works at Customer.io.
 */
public final class SandboxOptions {

    final String siteId;
    final String apiKey;
    final String appApiToken;
    final String region;
    final Behaviour.WorkspaceKind workspace;
    final Behaviour.ClockMode clockMode;
    final Clock systemClock;
    final List<JourneyDefinition> journeys;
    final HttpHandler page;
    final Behaviour.NonUlidIds nonUlidIds;
    final Behaviour.DedupeScope dedupeScope;
    final Duration dedupeWindow;
    final Behaviour.RefusedIds refusedIds;
    final Behaviour.SelfMerge selfMerge;
    final Behaviour.IdentifyTimestamp identifyTimestamp;
    final Behaviour.BatchOrder batchOrder;
    final Behaviour.OversizeOperation oversizeOperation;
    final int oversizeStatus;
    final int partialFailureStatus;
    final int maxOperationBytes;
    final int maxBatchBytes;
    final int maxRequestsPerSecond;
    final boolean emailChangeById;
    final boolean eventsCreatePeople;
    final boolean anonymousMerge;
    final boolean racingCreates;
    final int outOfOrderWindow;
    final Duration applyWithin;
    final long seed;

    private SandboxOptions(Builder b) {
        siteId = b.siteId;
        apiKey = b.apiKey;
        appApiToken = b.appApiToken;
        region = b.region;
        workspace = b.workspace;
        clockMode = b.clockMode;
        systemClock = b.systemClock;
        journeys = b.journeys;
        page = b.page;
        nonUlidIds = b.nonUlidIds;
        dedupeScope = b.dedupeScope;
        dedupeWindow = b.dedupeWindow;
        refusedIds = b.refusedIds;
        selfMerge = b.selfMerge;
        identifyTimestamp = b.identifyTimestamp;
        batchOrder = b.batchOrder;
        oversizeOperation = b.oversizeOperation;
        oversizeStatus = b.oversizeStatus;
        partialFailureStatus = b.partialFailureStatus;
        maxOperationBytes = b.maxOperationBytes;
        maxBatchBytes = b.maxBatchBytes;
        maxRequestsPerSecond = b.maxRequestsPerSecond;
        emailChangeById = b.emailChangeById;
        eventsCreatePeople = b.eventsCreatePeople;
        anonymousMerge = b.anonymousMerge;
        racingCreates = b.racingCreates;
        outOfOrderWindow = b.outOfOrderWindow;
        applyWithin = b.applyWithin;
        seed = b.seed;
    }

    /** A workspace with ids and emails, the system clock and Backstitch's journeys. */
    public static SandboxOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** User of the Track API's basic authentication. */
    public String siteId() {
        return siteId;
    }

    /** Password of the Track API's basic authentication. */
    public String apiKey() {
        return apiKey;
    }

    /** Bearer token of the App API. */
    public String appApiToken() {
        return appApiToken;
    }

    /** Collects options; every setter returns the builder. */
    public static final class Builder {
        private String siteId = "sandbox-site";
        private String apiKey = "sandbox-key";
        private String appApiToken = "sandbox-app-token";
        private String region = "us";
        private Behaviour.WorkspaceKind workspace = Behaviour.WorkspaceKind.ID_AND_EMAIL;
        private Behaviour.ClockMode clockMode = Behaviour.ClockMode.SYSTEM;
        private Clock systemClock = Clock.systemUTC();
        private List<JourneyDefinition> journeys = JourneyDefinition.forBackstitch();
        private HttpHandler page;
        private Behaviour.NonUlidIds nonUlidIds = Behaviour.NonUlidIds.REJECT;
        private Behaviour.DedupeScope dedupeScope = Behaviour.DedupeScope.WORKSPACE;
        private Duration dedupeWindow;
        private Behaviour.RefusedIds refusedIds = Behaviour.RefusedIds.STAY_FREE;
        private Behaviour.SelfMerge selfMerge = Behaviour.SelfMerge.IGNORE;
        private Behaviour.IdentifyTimestamp identifyTimestamp =
                Behaviour.IdentifyTimestamp.PER_ATTRIBUTE;
        private Behaviour.BatchOrder batchOrder = Behaviour.BatchOrder.IN_ORDER;
        private Behaviour.OversizeOperation oversizeOperation =
                Behaviour.OversizeOperation.ITEM_ERROR;
        private int oversizeStatus = 400;
        private int partialFailureStatus = 207;
        private int maxOperationBytes = 32 * 1024;
        private int maxBatchBytes = 500_000;
        private int maxRequestsPerSecond = Integer.MAX_VALUE;
        private boolean emailChangeById = true;
        private boolean eventsCreatePeople = true;
        private boolean anonymousMerge = true;
        private boolean racingCreates;
        private int outOfOrderWindow;
        private Duration applyWithin = Duration.ofSeconds(1);
        private long seed = 1;

        private Builder() {}

        /** Credentials of the Track API (basic authentication). */
        public Builder credentials(String siteId, String apiKey) {
            this.siteId = Objects.requireNonNull(siteId, "siteId");
            this.apiKey = Objects.requireNonNull(apiKey, "apiKey");
            return this;
        }

        /** Bearer token of the App API. */
        public Builder appApiToken(String token) {
            this.appApiToken = Objects.requireNonNull(token, "token");
            return this;
        }

        /** What {@code GET /api/v1/accounts/region} says: {@code us} or {@code eu}. */
        public Builder region(String region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        public Builder workspace(Behaviour.WorkspaceKind kind) {
            this.workspace = Objects.requireNonNull(kind, "kind");
            return this;
        }

        public Builder clock(Behaviour.ClockMode mode) {
            this.clockMode = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /** The clock behind {@link Behaviour.ClockMode#SYSTEM}. */
        public Builder systemClock(Clock clock) {
            this.systemClock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        public Builder journeys(List<JourneyDefinition> journeys) {
            this.journeys = List.copyOf(journeys);
            return this;
        }

        /** Serves every path that is not an API, typically the web page. */
        public Builder page(HttpHandler page) {
            this.page = Objects.requireNonNull(page, "page");
            return this;
        }

        public Builder nonUlidIds(Behaviour.NonUlidIds policy) {
            this.nonUlidIds = Objects.requireNonNull(policy, "policy");
            return this;
        }

        public Builder dedupeScope(Behaviour.DedupeScope scope) {
            this.dedupeScope = Objects.requireNonNull(scope, "scope");
            return this;
        }

        /** How long an event id is remembered; for ever unless set. */
        public Builder dedupeWindow(Duration window) {
            this.dedupeWindow = Objects.requireNonNull(window, "window");
            return this;
        }

        public Builder refusedIds(Behaviour.RefusedIds policy) {
            this.refusedIds = Objects.requireNonNull(policy, "policy");
            return this;
        }

        public Builder selfMerge(Behaviour.SelfMerge policy) {
            this.selfMerge = Objects.requireNonNull(policy, "policy");
            return this;
        }

        public Builder identifyTimestamp(Behaviour.IdentifyTimestamp rule) {
            this.identifyTimestamp = Objects.requireNonNull(rule, "rule");
            return this;
        }

        public Builder batchOrder(Behaviour.BatchOrder order) {
            this.batchOrder = Objects.requireNonNull(order, "order");
            return this;
        }

        public Builder oversizeOperation(Behaviour.OversizeOperation policy) {
            this.oversizeOperation = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** HTTP status of a request above the size limit: 400 or 413. */
        public Builder oversizeStatus(int status) {
            this.oversizeStatus = oneOf(status, 400, 413);
            return this;
        }

        /** HTTP status of a batch with refused operations: 207, or 200 with an errors array. */
        public Builder partialFailureStatus(int status) {
            this.partialFailureStatus = oneOf(status, 207, 200);
            return this;
        }

        /** Largest accepted operation and batch, in bytes. */
        public Builder sizeLimits(int maxOperationBytes, int maxBatchBytes) {
            this.maxOperationBytes = maxOperationBytes;
            this.maxBatchBytes = maxBatchBytes;
            return this;
        }

        /** More Track requests than this in one second are answered with 429. */
        public Builder maxRequestsPerSecond(int limit) {
            this.maxRequestsPerSecond = limit;
            return this;
        }

        /** The workspace setting "allow updates to email using ID"; on unless switched off. */
        public Builder emailChangeById(boolean allowed) {
            this.emailChangeById = allowed;
            return this;
        }

        /** Whether an event for an unknown id or email creates a profile. */
        public Builder eventsCreatePeople(boolean create) {
            this.eventsCreatePeople = create;
            return this;
        }

        /** The workspace setting "anonymous event merge". */
        public Builder anonymousMerge(boolean on) {
            this.anonymousMerge = on;
            return this;
        }

        /** Whether operations that race to create one person create two profiles. */
        public Builder racingCreates(boolean twoProfiles) {
            this.racingCreates = twoProfiles;
            return this;
        }

        /**
         * Applies operations after they were answered, each up to {@code window} places late
         * (seeded); what is still waiting is applied after {@code within} without traffic.
         */
        public Builder outOfOrder(int window, Duration within) {
            this.outOfOrderWindow = window;
            this.applyWithin = Objects.requireNonNull(within, "within");
            return this;
        }

        /** Seed of shuffled batches and out-of-order application. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        public SandboxOptions build() {
            return new SandboxOptions(this);
        }

        private static int oneOf(int value, int a, int b) {
            if (value != a && value != b) {
                throw new IllegalArgumentException(
                        "status " + value + ": expected " + a + " or " + b);
            }
            return value;
        }
    }
}
