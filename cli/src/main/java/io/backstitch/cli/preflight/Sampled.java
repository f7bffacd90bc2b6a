package io.backstitch.cli.preflight;

import io.backstitch.pipeline.ingest.IngestOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/**
 * What a sample is.
 *
 * @param primary the highest level of the staircase
 * @param twins whether more than one topic says what shoppers do
 * @param title where it came from, for people
 */
record Sampled(String primary, boolean twins, String title) {
    /**
     * @param topics that are read, unless there are files
     * @param inputs files, or null
     */
    static Sampled of(Configuration job, List<String> topics, List<FileSample.Input> inputs) {
        List<String> read = new ArrayList<>(topics);
        String title = "Topics " + String.join(", ", topics);
        if (inputs != null) {
            read.clear();
            List<String> names = new ArrayList<>();
            for (FileSample.Input input : inputs) {
                read.add(input.topic());
                names.add(Path.of(input.path()).getFileName().toString());
            }
            title = "Files " + String.join(", ", names);
        }
        read.removeAll(IngestOptions.orderTopics(job));
        return new Sampled(primary(job), read.stream().distinct().count() > 1, title);
    }

    private static String primary(Configuration job) {
        String levels = job.getString("identity.levels", "customer_id");
        String[] names = levels.split("[;,]");
        return names[names.length - 1].strip();
    }
}
