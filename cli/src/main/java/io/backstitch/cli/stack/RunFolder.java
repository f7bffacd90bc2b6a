package io.backstitch.cli.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder of one run, below {@code target/runs}; deleted with everything in it at the end. Beside
 * it lies a file that its owner keeps locked: the system lets go of the lock when the owner is
 * gone, however it went, and the next run then deletes what was left.
 */
public final class RunFolder implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final int ATTEMPTS = 5;

    /** A second look at an own lock file would give the lock away (POSIX). */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private RunFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes a new one below the project's {@code target/}, or below the working directory's where
     * the project is not known, and deletes those whose owner is gone.
     */
    public static RunFolder create(String purpose) throws IOException {
        Path home = Path.of(System.getProperty("backstitch.home", ""));
        return create(home.toAbsolutePath().resolve("target").resolve("runs"), purpose);
    }

    static RunFolder create(Path runs, String purpose) throws IOException {
        Files.createDirectories(runs);
        sweep(runs);
        Path lockFile = Files.createTempFile(runs, purpose + "-", LOCK);
        String name = lockFile.getFileName().toString();
        Path path = runs.resolve(name.substring(0, name.length() - LOCK.length()));
        OWN.add(path);
        FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        lock.lock();
        // After the lock: a folder without one has no owner.
        return new RunFolder(Files.createDirectory(path), lock);
    }

    private static void sweep(Path runs) throws IOException {
        List<Path> folders;
        try (Stream<Path> files = Files.list(runs)) {
            folders = files.filter(Files::isDirectory).toList();
        }
        for (Path folder : folders) {
            if (OWN.contains(folder)) {
                continue;
            }
            try (FileChannel channel =
                            FileChannel.open(
                                    lockFile(folder),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock taken = channel.tryLock()) {
                if (taken != null) {
                    delete(folder);
                    Files.deleteIfExists(lockFile(folder));
                }
            }
        }
    }

    /** The last deed of a process that ends at once; what stays, the next run deletes. */
    static void deleteOwn() {
        for (Path folder : OWN) {
            try {
                deletePatiently(folder);
                Files.deleteIfExists(lockFile(folder));
            } catch (IOException e) {
                // See above.
            }
        }
    }

    private static Path lockFile(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (!OWN.contains(path)) {
            return;
        }
        try {
            deletePatiently(path);
            Files.deleteIfExists(lockFile(path));
        } finally {
            lock.close();
            OWN.remove(path);
        }
    }

    /** Something that could not be stopped may still write while we delete. */
    private static void deletePatiently(Path folder) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                delete(folder);
                return;
            } catch (DirectoryNotEmptyException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE; // deleted by its owner meanwhile
                        }
                        throw e;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, IOException e)
                            throws IOException {
                        Files.deleteIfExists(dir);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
