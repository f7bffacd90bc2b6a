package io.backstitch.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds tools on this machine.
 *
 * <p>A program is looked up in the variable {@code BACKSTITCH_<PROGRAM>} (a full path), then on the
 * PATH, then in {@code /usr/local/bin} and {@code /usr/bin}. Nothing is ever downloaded.
 */
public final class ToolBox {

    /** Comma-separated names of the tools that must not be missing. */
    static final String REQUIRE = "BACKSTITCH_REQUIRE";

    private static final List<String> USUAL_FOLDERS = List.of("/usr/local/bin", "/usr/bin");

    private final Map<String, String> environment;
    private final List<String> usualFolders;

    ToolBox(Map<String, String> environment, List<String> usualFolders) {
        this.environment = environment;
        this.usualFolders = usualFolders;
    }

    /** The tools of this machine, as this process' environment shows them. */
    public static ToolBox ofThisMachine() {
        return new ToolBox(System.getenv(), USUAL_FOLDERS);
    }

    /**
     * Full path of a program.
     *
     * @throws IllegalStateException if it is missing; guard the test with {@link RequiresTool}
     */
    public Path path(String program) {
        return find(program)
                .orElseThrow(() -> new IllegalStateException("No program '" + program + "' here."));
    }

    Optional<Path> find(String program) {
        String set = environment.get("BACKSTITCH_" + program.toUpperCase(Locale.ROOT));
        if (set != null && !set.isBlank()) {
            return executable(set, "");
        }
        Set<String> folders = new LinkedHashSet<>();
        folders.addAll(List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator)));
        folders.addAll(usualFolders);
        for (String folder : folders) {
            Optional<Path> found =
                    folder.isBlank() ? Optional.empty() : executable(folder, program);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    List<String> missing(Tool tool) {
        List<String> missing = new ArrayList<>();
        for (String program : tool.programs()) {
            if (find(program).isEmpty()) {
                missing.add(program);
            }
        }
        return missing;
    }

    /**
     * The tools that must not be missing.
     *
     * @throws IllegalArgumentException if the variable names an unknown tool: a misspelt name would
     *     otherwise silently require nothing
     */
    Set<Tool> required() {
        Set<Tool> required = EnumSet.noneOf(Tool.class);
        for (String label : environment.getOrDefault(REQUIRE, "").split(",")) {
            if (!label.isBlank()) {
                required.add(Tool.named(label.strip()));
            }
        }
        return required;
    }

    private static Optional<Path> executable(String folder, String program) {
        try {
            Path path = Path.of(folder, program).toAbsolutePath();
            boolean usable = Files.isRegularFile(path) && Files.isExecutable(path);
            return usable ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
