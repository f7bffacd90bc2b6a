package io.backstitch.pipeline.job;

import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.SandboxOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests in front of an ordinary Customer.io workspace, which is empty before each test. */
abstract class WithSandbox {
    @TempDir Path dir;
    CustomerIoSandbox sandbox;

    @BeforeEach
    void start() {
        sandbox = CustomerIoSandbox.start(SandboxOptions.defaults());
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }
}
