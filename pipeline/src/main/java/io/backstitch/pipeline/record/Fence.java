package io.backstitch.pipeline.record;

import java.util.List;

/**
 * Follows what a claim released: when it has arrived, everything released before it has arrived.
 *
 * @param level level of the receiving step
 * @param key receiving key
 * @param path path of the claim that asked for it
 * @param id unique per claim, deterministic
 * @param awaits fences that must arrive before this one counts
 */
public record Fence(String level, String key, String path, String id, List<String> awaits)
        implements Climb {}
