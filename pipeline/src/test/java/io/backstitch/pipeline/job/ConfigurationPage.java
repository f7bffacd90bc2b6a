package io.backstitch.pipeline.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.description.Description;
import org.apache.flink.configuration.description.HtmlFormatter;

/** Writes {@code docs/configuration.md}: every option there is, grouped by the first word. */
final class ConfigurationPage {
    private static final String HEAD =
            """
            # Configuration

            <!-- Generated from the *Options classes of the pipeline. Do not edit; see the test \
            ConfigurationPageTest. -->

            The job reads one YAML file: `--config /path/to/backstitch.yaml`. Keys may be nested or dotted; a
            list is a YAML list. Everything is checked before anything starts: an option that does not
            exist, a value that cannot be read, a secret file that is missing are refused, all of them in
            one message. [backstitch.example.yaml](backstitch.example.yaml) is a complete file to begin with.

            - Durations are written `20 min`, `24 h`, `7 d`; sizes `8 mb`; choices in lower or upper case.
            - Secrets stand in files, never in this file. Options that end in `-file` name them.
            - `flink.*` is handed to Flink under the rest of its name, e.g.
              `flink.execution.checkpointing.interval: 10 s`. Without that one the job refuses to start
              (unless the cluster's own configuration sets it). The state backend is RocksDB with
              incremental checkpoints unless this file says otherwise.
            - `kafka.client.*` is handed to Kafka's clients.
            """;

    private ConfigurationPage() {}

    static String markdown(Collection<ConfigOption<?>> options) {
        Map<String, List<ConfigOption<?>>> groups = new TreeMap<>();
        for (ConfigOption<?> option : options) {
            String group = option.key().split("\\.")[0];
            groups.computeIfAbsent(group, name -> new ArrayList<>()).add(option);
        }
        StringBuilder page = new StringBuilder(HEAD);
        groups.forEach((name, group) -> append(page, name, group));
        return page.toString();
    }

    private static void append(StringBuilder page, String name, List<ConfigOption<?>> options) {
        page.append("\n## ").append(name).append('\n');
        if (name.equals("development")) {
            page.append("\nFor proving that the checks notice. Never in production.\n");
        }
        page.append("\n| key | type | default | meaning |\n|---|---|---|---|\n");
        for (ConfigOption<?> option : options) {
            page.append("| `")
                    .append(option.key())
                    .append("` | ")
                    .append(type(option))
                    .append(" | ")
                    .append(byDefault(option))
                    .append(" | ")
                    .append(cell(description(option)))
                    .append(" |\n");
        }
    }

    private static String type(ConfigOption<?> option) {
        Class<?> type = typeOf(option);
        if (type.isEnum()) {
            List<String> words = new ArrayList<>();
            for (Object constant : type.getEnumConstants()) {
                words.add("`" + constant.toString().toLowerCase(Locale.ROOT) + "`");
            }
            return String.join(", ", words);
        }
        String word =
                type == Duration.class
                        ? "duration"
                        : type == MemorySize.class
                                ? "size"
                                : type == Map.class
                                        ? "map"
                                        : type.getSimpleName().toLowerCase(Locale.ROOT);
        String one = word.equals("string") ? "text" : word;
        return option.defaultValue() instanceof List<?> ? "list of " + one : one;
    }

    /** Flink keeps an option's type to itself. */
    private static Class<?> typeOf(ConfigOption<?> option) {
        try {
            var getter = ConfigOption.class.getDeclaredMethod("getClazz");
            getter.setAccessible(true);
            return (Class<?>) getter.invoke(option);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("ConfigOption has changed", e);
        }
    }

    private static String byDefault(ConfigOption<?> option) {
        Object value = option.defaultValue();
        if (value == null
                || value.toString().isEmpty()
                || value.equals(Map.of())
                || value.equals(List.of())) {
            return "";
        }
        return "`" + text(value).replace("|", "\\|") + "`";
    }

    private static String text(Object value) {
        if (value instanceof Duration duration) {
            return readable(duration);
        }
        if (value instanceof Enum<?> constant) {
            return constant.toString().toLowerCase(Locale.ROOT);
        }
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(Object::toString).toList());
        }
        if (value instanceof Map<?, ?> map) {
            return map.toString().substring(1, map.toString().length() - 1).replace('=', ':');
        }
        return value.toString();
    }

    private static String readable(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 3_600_000 == 0) {
            long hours = millis / 3_600_000;
            return hours % 24 == 0 && hours > 24 ? hours / 24 + " d" : hours + " h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + " min";
        }
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static String description(ConfigOption<?> option) {
        Description description = option.description();
        return new HtmlFormatter()
                .format(description)
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
