package io.backstitch.pipeline.ingest;

import java.util.regex.Pattern;

/**
 * A topic by name, or many by a pattern: {@code *} stands for any part of a name.
 *
 * @param text as it was configured
 */
record TopicName(String text) {
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._*-]{1,249}");

    /** Whether Kafka could have such a topic. */
    boolean isLegal() {
        return LEGAL.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    boolean isPattern() {
        return text.indexOf('*') >= 0;
    }

    boolean matches(String topic) {
        return isPattern() ? matches(topic, 0, 0) : text.equals(topic);
    }

    private boolean matches(String topic, int from, int at) {
        int position = from;
        for (int i = at; i < text.length(); i++) {
            if (text.charAt(i) == '*') {
                for (int rest = topic.length(); rest >= position; rest--) {
                    if (matches(topic, rest, i + 1)) {
                        return true;
                    }
                }
                return false;
            }
            if (position == topic.length() || topic.charAt(position++) != text.charAt(i)) {
                return false;
            }
        }
        return position == topic.length();
    }
}
