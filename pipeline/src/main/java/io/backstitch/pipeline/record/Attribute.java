package io.backstitch.pipeline.record;

/**
 * One profile attribute in contract form.
 *
 * @param name contract name, e.g. {@code email}
 * @param json the value as UTF-8 JSON ({@code "a@b.c"}, {@code 1764000000}, {@code true}); null
 *     removes the attribute
 * @param time when the source says it became true, epoch milliseconds
 * @param rank how far the source is trusted when times are equal; higher wins
 */
public record Attribute(String name, byte[] json, long time, int rank) {}
