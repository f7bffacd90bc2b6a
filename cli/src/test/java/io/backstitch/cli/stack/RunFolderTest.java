package io.backstitch.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir private Path runs;

    @Test
    void closingDeletesTheFolderAndItsLock() throws Exception {
        try (RunFolder folder = RunFolder.create(runs, "demo")) {
            Files.writeString(folder.path().resolve("file"), "x");
        }
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void anotherRunOfTheSameProcessIsLeftAlone() throws Exception {
        try (RunFolder one = RunFolder.create(runs, "demo");
                RunFolder two = RunFolder.create(runs, "demo")) {
            assertThat(one.path()).isNotEqualTo(two.path()).isDirectory();
        }
    }

    @Test
    void whatNobodyOwnsIsDeletedAtTheNextStart() throws Exception {
        Path left = Files.createDirectories(runs.resolve("demo-1").resolve("kafka"));
        Files.writeString(left.resolve("log"), "x");
        Files.writeString(runs.resolve("demo-1.lock"), "");

        try (RunFolder folder = RunFolder.create(runs, "demo")) {
            assertThat(runs.resolve("demo-1")).doesNotExist();
            assertThat(runs.resolve("demo-1.lock")).doesNotExist();
            assertThat(folder.path()).isDirectory();
        }
    }
}
