package io.backstitch.sandbox.customerio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A running stand-in for one Customer.io workspace on a free loopback port: the Track API under
 * {@code /api}, the App API under {@code /v1}, its own JSON API under {@code /sandbox/api}, and the
 * page, if one was given, elsewhere.
 *
 * <p>Thread-safe. Queries return consistent, immutable copies; with out-of-order application they
 * show what has been applied so far ({@link #settle} applies the rest). Keeps everything in memory
 * and leaves nothing behind when closed.
 */
public final class CustomerIoSandbox implements AutoCloseable {

    private final SandboxOptions options;
    private final Workspace workspace;
    private final Faults faults = new Faults();
    private final Queries queries;
    private final SandboxServer server;
    private final ScheduledExecutorService settler;

    private CustomerIoSandbox(SandboxOptions options) throws IOException {
        this.options = options;
        workspace = new Workspace(options);
        queries = new Queries(workspace, faults);
        server = new SandboxServer(options, workspace, queries, faults);
        settler = options.outOfOrderWindow == 0 ? null : startSettler(options);
    }

    /** Starts a sandbox; it listens when this returns. */
    public static CustomerIoSandbox start(SandboxOptions options) {
        try {
            return new CustomerIoSandbox(options);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + options.listen, e);
        }
    }

    private ScheduledExecutorService startSettler(SandboxOptions options) {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "customerio-settle");
                            thread.setDaemon(true);
                            return thread;
                        });
        long period = Math.max(1, options.applyWithin.toMillis());
        executor.scheduleWithFixedDelay(
                workspace::settleIfIdle, period, period, TimeUnit.MILLISECONDS);
        return executor;
    }

    /** Base address of every API and of the page, without a trailing slash. */
    public URI uri() {
        return server.uri();
    }

    /** The options it was started with, credentials included. */
    public SandboxOptions options() {
        return options;
    }

    /** Faults of the Track and App API. */
    public Faults faults() {
        return faults;
    }

    /**
     * Sets the global time, in traffic mode only; it never goes back.
     *
     * @throws IllegalStateException in system mode
     */
    public void setClock(long unixSeconds) {
        workspace.setClock(unixSeconds);
    }

    /** Applies every operation that was accepted and is still waiting to be applied. */
    public void settle() {
        workspace.settle();
    }

    /** All people in the order of creation. */
    public List<PersonView> people() {
        return queries.people();
    }

    public Optional<PersonView> personById(String id) {
        return person(Identifier.Kind.ID, id);
    }

    /** Letter case does not matter. */
    public Optional<PersonView> personByEmail(String email) {
        return person(Identifier.Kind.EMAIL, email);
    }

    public Optional<PersonView> personByCioId(String cioId) {
        return person(Identifier.Kind.CIO_ID, cioId);
    }

    private Optional<PersonView> person(Identifier.Kind kind, String value) {
        return Optional.ofNullable(queries.person(new Identifier(kind, value)));
    }

    /** A person's feed in the order of acceptance; empty if there is no such person. */
    public List<Activity> activity(String cioId) {
        return queries.activity(cioId);
    }

    /** Events of nobody yet, by anonymous id, each list in the order of acceptance. */
    public Map<String, List<Activity>> anonymousActivity() {
        return queries.anonymousActivity();
    }

    /** Every event, page and screen that took effect, in the order of acceptance. */
    public List<AcceptedEvent> events() {
        return queries.events();
    }

    /** What was accepted and not done, in order. */
    public List<Failure> failures() {
        return queries.failures();
    }

    public List<JourneyDefinition> journeys() {
        return queries.journeys();
    }

    /** Entries of a journey in the order of entering; empty if there is no such journey. */
    public List<JourneyEntry> journeyEntries(String journey) {
        return queries.entries(journey);
    }

    public List<SegmentDefinition> segments() {
        return queries.segments();
    }

    /** A segment as it stands now; empty if there is none of this name. */
    public Optional<SegmentView> segment(String name) {
        return Optional.ofNullable(queries.segment(name));
    }

    public SandboxSummary summary() {
        return queries.summary();
    }

    /** Stops listening; requests in flight are cut off. */
    @Override
    public void close() {
        if (settler != null) {
            settler.shutdownNow();
        }
        server.close();
    }
}
