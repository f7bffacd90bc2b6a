package io.backstitch.cli.demo;

import io.backstitch.pipeline.job.JobOptions;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code dead-letter} and the like. */
public final class SabotageName implements ITypeConverter<JobOptions.Sabotage> {
    @Override
    public JobOptions.Sabotage convert(String name) {
        try {
            return JobOptions.Sabotage.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "'"
                            + name
                            + "' is none of dedupe, stitch, order, late, identify, names,"
                            + " dead-letter, restore, lanes, ulid");
        }
    }
}
