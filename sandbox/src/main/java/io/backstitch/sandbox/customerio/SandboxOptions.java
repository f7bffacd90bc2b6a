package io.backstitch.sandbox.customerio;

import com.sun.net.httpserver.HttpHandler;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

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
    final List<SegmentDefinition> segments;
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
    final InetSocketAddress listen;

    SandboxOptions(SandboxOptionsBuilder b) {
        siteId = b.siteId;
        apiKey = b.apiKey;
        appApiToken = b.appApiToken;
        region = b.region;
        workspace = b.workspace;
        clockMode = b.clockMode;
        systemClock = b.systemClock;
        journeys = b.journeys;
        segments = b.segments;
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
        listen = b.listen;
    }

    /** A workspace with ids and emails, the system clock and Backstitch's journeys. */
    public static SandboxOptions defaults() {
        return builder().build();
    }

    public static SandboxOptionsBuilder builder() {
        return new SandboxOptionsBuilder();
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
}
