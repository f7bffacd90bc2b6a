package io.backstitch.cli;

import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.sandbox.page.SandboxPage;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backstitch sandbox}: Customer.io's stand-in and its page alone, until stopped. */
@Command(
        name = "sandbox",
        description = "Customer.io's stand-in with its web page, on its own, until stopped.",
        mixinStandardHelpOptions = true)
final class SandboxCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--listen",
            defaultValue = "127.0.0.1:8080",
            paramLabel = "HOST:PORT",
            description = "address to listen on; ${DEFAULT-VALUE} unless given")
    private String listen;

    @Override
    public Integer call() throws InterruptedException {
        try (CustomerIoSandbox sandbox = start(address())) {
            Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
            SandboxOptions options = sandbox.options();
            PrintWriter out = spec.commandLine().getOut();
            out.println("Customer.io's stand-in: " + sandbox.uri() + "  (page and both APIs)");
            out.println("  Track API: site id " + options.siteId() + ", key " + options.apiKey());
            out.println("  App API:   token " + options.appApiToken());
            out.println("Everything is kept in memory. Stop with Ctrl-C.");
            out.flush();
            new CountDownLatch(1).await();
            return ExitCodes.OK;
        }
    }

    static CustomerIoSandbox start(InetSocketAddress address) {
        return CustomerIoSandbox.start(
                SandboxOptions.builder().listen(address).page(new SandboxPage()).build());
    }

    private InetSocketAddress address() {
        int colon = listen.lastIndexOf(':');
        if (colon > 0 && listen.substring(colon + 1).matches("\\d{1,5}")) {
            int port = Integer.parseInt(listen.substring(colon + 1));
            if (port <= 65_535) {
                return new InetSocketAddress(listen.substring(0, colon), port);
            }
        }
        throw new ParameterException(
                spec.commandLine(), "--listen " + listen + ": expected HOST:PORT.");
    }
}
