package io.backstitch.cli.contract;

import io.backstitch.cli.contract.Change.Weight;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version's three numbers. What follows them ({@code -shop}) is nobody's business here. */
record SemanticVersion(int major, int minor, int patch) implements Comparable<SemanticVersion> {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})([-+].*)?");
    private static final Comparator<SemanticVersion> ORDER =
            Comparator.comparingInt(SemanticVersion::major)
                    .thenComparingInt(SemanticVersion::minor)
                    .thenComparingInt(SemanticVersion::patch);

    /**
     * Reads it.
     *
     * @throws BadInputException if it is none
     */
    static SemanticVersion of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new BadInputException(
                    "contract.json: the version '"
                            + text
                            + "' is no semantic version, expected for example 1.2.0");
        }
        return new SemanticVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    /** The lowest version that a contract may have after such a change; null for none. */
    SemanticVersion after(Weight heaviest) {
        if (heaviest == null) {
            return this;
        }
        return switch (heaviest) {
            case BREAKING -> new SemanticVersion(major + 1, 0, 0);
            case ADDITION -> new SemanticVersion(major, minor + 1, 0);
            case NOTE -> new SemanticVersion(major, minor, patch + 1);
        };
    }

    @Override
    public int compareTo(SemanticVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
