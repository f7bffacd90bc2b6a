package io.backstitch.sandbox.customerio;

import com.sun.net.httpserver.HttpHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Collects {@link SandboxOptions}; every setter returns the builder. */
public final class SandboxOptionsBuilder {
    String siteId = "sandbox-site";
    String apiKey = "sandbox-key";
    String appApiToken = "sandbox-app-token";
    String region = "us";
    Behaviour.WorkspaceKind workspace = Behaviour.WorkspaceKind.ID_AND_EMAIL;
    Behaviour.ClockMode clockMode = Behaviour.ClockMode.SYSTEM;
    Clock systemClock = Clock.systemUTC();
    List<JourneyDefinition> journeys = JourneyDefinition.forBackstitch();
    List<SegmentDefinition> segments = SegmentDefinition.forRepeatPurchase();
    HttpHandler page;
    Behaviour.NonUlidIds nonUlidIds = Behaviour.NonUlidIds.REJECT;
    Behaviour.DedupeScope dedupeScope = Behaviour.DedupeScope.WORKSPACE;
    Duration dedupeWindow;
    Behaviour.RefusedIds refusedIds = Behaviour.RefusedIds.STAY_FREE;
    Behaviour.SelfMerge selfMerge = Behaviour.SelfMerge.IGNORE;
    Behaviour.IdentifyTimestamp identifyTimestamp = Behaviour.IdentifyTimestamp.PER_ATTRIBUTE;
    Behaviour.BatchOrder batchOrder = Behaviour.BatchOrder.IN_ORDER;
    Behaviour.OversizeOperation oversizeOperation = Behaviour.OversizeOperation.ITEM_ERROR;
    int oversizeStatus = 400;
    int partialFailureStatus = 207;
    int maxOperationBytes = 32 * 1024;
    int maxBatchBytes = 500_000;
    int maxRequestsPerSecond = Integer.MAX_VALUE;
    boolean emailChangeById = true;
    boolean eventsCreatePeople = true;
    boolean anonymousMerge = true;
    boolean racingCreates;
    int outOfOrderWindow;
    Duration applyWithin = Duration.ofSeconds(1);
    long seed = 1;
    InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    SandboxOptionsBuilder() {}

    /** Credentials of the Track API (basic authentication). */
    public SandboxOptionsBuilder credentials(String siteId, String apiKey) {
        this.siteId = Objects.requireNonNull(siteId, "siteId");
        this.apiKey = Objects.requireNonNull(apiKey, "apiKey");
        return this;
    }

    /** Bearer token of the App API. */
    public SandboxOptionsBuilder appApiToken(String token) {
        this.appApiToken = Objects.requireNonNull(token, "token");
        return this;
    }

    /** What {@code GET /api/v1/accounts/region} says: {@code us} or {@code eu}. */
    public SandboxOptionsBuilder region(String region) {
        this.region = Objects.requireNonNull(region, "region");
        return this;
    }

    public SandboxOptionsBuilder workspace(Behaviour.WorkspaceKind kind) {
        this.workspace = Objects.requireNonNull(kind, "kind");
        return this;
    }

    public SandboxOptionsBuilder clock(Behaviour.ClockMode mode) {
        this.clockMode = Objects.requireNonNull(mode, "mode");
        return this;
    }

    /** The clock behind {@link Behaviour.ClockMode#SYSTEM}. */
    public SandboxOptionsBuilder systemClock(Clock clock) {
        this.systemClock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    public SandboxOptionsBuilder journeys(List<JourneyDefinition> journeys) {
        this.journeys = List.copyOf(journeys);
        return this;
    }

    public SandboxOptionsBuilder segments(List<SegmentDefinition> segments) {
        this.segments = List.copyOf(segments);
        return this;
    }

    /** Serves every path that is not an API, typically the web page. */
    public SandboxOptionsBuilder page(HttpHandler page) {
        this.page = Objects.requireNonNull(page, "page");
        return this;
    }

    public SandboxOptionsBuilder nonUlidIds(Behaviour.NonUlidIds policy) {
        this.nonUlidIds = Objects.requireNonNull(policy, "policy");
        return this;
    }

    public SandboxOptionsBuilder dedupeScope(Behaviour.DedupeScope scope) {
        this.dedupeScope = Objects.requireNonNull(scope, "scope");
        return this;
    }

    /** How long an event id is remembered; for ever unless set. */
    public SandboxOptionsBuilder dedupeWindow(Duration window) {
        this.dedupeWindow = Objects.requireNonNull(window, "window");
        return this;
    }

    public SandboxOptionsBuilder refusedIds(Behaviour.RefusedIds policy) {
        this.refusedIds = Objects.requireNonNull(policy, "policy");
        return this;
    }

    public SandboxOptionsBuilder selfMerge(Behaviour.SelfMerge policy) {
        this.selfMerge = Objects.requireNonNull(policy, "policy");
        return this;
    }

    public SandboxOptionsBuilder identifyTimestamp(Behaviour.IdentifyTimestamp rule) {
        this.identifyTimestamp = Objects.requireNonNull(rule, "rule");
        return this;
    }

    public SandboxOptionsBuilder batchOrder(Behaviour.BatchOrder order) {
        this.batchOrder = Objects.requireNonNull(order, "order");
        return this;
    }

    public SandboxOptionsBuilder oversizeOperation(Behaviour.OversizeOperation policy) {
        this.oversizeOperation = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** HTTP status of a request above the size limit: 400 or 413. */
    public SandboxOptionsBuilder oversizeStatus(int status) {
        this.oversizeStatus = oneOf(status, 400, 413);
        return this;
    }

    /** HTTP status of a batch with refused operations: 207, or 200 with an errors array. */
    public SandboxOptionsBuilder partialFailureStatus(int status) {
        this.partialFailureStatus = oneOf(status, 207, 200);
        return this;
    }

    /** Largest accepted operation and batch, in bytes. */
    public SandboxOptionsBuilder sizeLimits(int maxOperationBytes, int maxBatchBytes) {
        this.maxOperationBytes = maxOperationBytes;
        this.maxBatchBytes = maxBatchBytes;
        return this;
    }

    /** More Track requests than this in one second are answered with 429. */
    public SandboxOptionsBuilder maxRequestsPerSecond(int limit) {
        this.maxRequestsPerSecond = limit;
        return this;
    }

    /** The workspace setting "allow updates to email using ID"; on unless switched off. */
    public SandboxOptionsBuilder emailChangeById(boolean allowed) {
        this.emailChangeById = allowed;
        return this;
    }

    /** Whether an event for an unknown id or email creates a profile. */
    public SandboxOptionsBuilder eventsCreatePeople(boolean create) {
        this.eventsCreatePeople = create;
        return this;
    }

    /** The workspace setting "anonymous event merge". */
    public SandboxOptionsBuilder anonymousMerge(boolean on) {
        this.anonymousMerge = on;
        return this;
    }

    /** Whether operations that race to create one person create two profiles. */
    public SandboxOptionsBuilder racingCreates(boolean twoProfiles) {
        this.racingCreates = twoProfiles;
        return this;
    }

    /**
     * Applies operations after they were answered, each up to {@code window} places late (seeded);
     * what is still waiting is applied after {@code within} without traffic.
     */
    public SandboxOptionsBuilder outOfOrder(int window, Duration within) {
        this.outOfOrderWindow = window;
        this.applyWithin = Objects.requireNonNull(within, "within");
        return this;
    }

    /** Seed of shuffled batches and out-of-order application. */
    public SandboxOptionsBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * Where to listen; 127.0.0.1 and a free port unless set. Another interface is for a container
     * alone: the stand-in keeps what it is sent in memory and shows it to whoever asks.
     */
    public SandboxOptionsBuilder listen(InetSocketAddress address) {
        this.listen = Objects.requireNonNull(address, "address");
        return this;
    }

    public SandboxOptions build() {
        return new SandboxOptions(this);
    }

    private static int oneOf(int value, int a, int b) {
        if (value != a && value != b) {
            throw new IllegalArgumentException("status " + value + ": expected " + a + " or " + b);
        }
        return value;
    }
}
