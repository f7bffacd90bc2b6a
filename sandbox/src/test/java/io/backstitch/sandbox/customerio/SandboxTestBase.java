package io.backstitch.sandbox.customerio;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Starts sandboxes in traffic mode for tests, and closes them. */
abstract class SandboxTestBase {

    /** A Friday in 2026, as the start of simulated time. */
    static final long T0 = 1_790_000_000L;

    static final long MINUTE = 60;
    static final long HOUR = 3_600;
    static final long DAY = 86_400;

    private final List<CustomerIoSandbox> started = new ArrayList<>();
    CustomerIoSandbox sandbox;
    Client client;

    /** Options in traffic mode. */
    static SandboxOptionsBuilder traffic() {
        return SandboxOptions.builder().clock(Behaviour.ClockMode.TRAFFIC);
    }

    /** Starts a sandbox at {@link #T0}. */
    void start(SandboxOptionsBuilder options) {
        sandbox = CustomerIoSandbox.start(options.build());
        started.add(sandbox);
        client = new Client(sandbox);
        sandbox.setClock(T0);
    }

    PersonView profile(String id) {
        return sandbox.personById(id).orElseThrow();
    }

    List<Activity> feed(String id) {
        return sandbox.activity(profile(id).cioId());
    }

    /** Names of the events in a person's feed, in order. */
    List<String> events(String id) {
        return feed(id).stream().filter(Activity::isEvent).map(Activity::name).toList();
    }

    @AfterEach
    void closeAll() {
        started.forEach(CustomerIoSandbox::close);
    }
}
