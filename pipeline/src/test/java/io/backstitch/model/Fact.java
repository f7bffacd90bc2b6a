package io.backstitch.model;

/**
 * One attribute of a person, as a report states it.
 *
 * @param value JSON text
 * @param time from when on it is true, epoch milliseconds
 */
public record Fact(String name, String value, long time) {}
