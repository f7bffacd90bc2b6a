package io.backstitch.model;

/** The settings that the rules have; all in milliseconds. */
public record Rules(long window, long lateness, long minHold, long abandonAfter) {}
