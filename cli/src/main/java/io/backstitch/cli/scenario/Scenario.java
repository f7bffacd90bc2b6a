package io.backstitch.cli.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A file, read and expanded.
 *
 * @param file where it is
 * @param title its name as a sentence
 * @param about why it exists, or null
 * @param moments how its times are written
 * @param options of the pipeline, by key; each as text
 * @param optionPlaces where each option stands
 * @param inputs in the order of arrival, no two at the same millisecond
 * @param until how far the clock runs, epoch milliseconds
 * @param expect what the sandbox should hold then
 */
record Scenario(
        Path file,
        String title,
        String about,
        Moments moments,
        Map<String, String> options,
        Map<String, Tree.Place> optionPlaces,
        List<Input> inputs,
        long until,
        Expected expect) {

    /** The option's value, or null if the file does not set it. */
    String option(String key) {
        return options.get(key);
    }
}
