package io.backstitch.pipeline.record;

import java.util.List;

/**
 * A person's ledger on its way to the identifier that owns it now (a guest became a customer).
 *
 * @param level level of the receiving step
 * @param key receiving key
 * @param path path of the claim that caused it
 * @param origin input record that caused it
 * @param fromLevel level the ledger comes from
 * @param fromKey identifier it was kept under
 * @param ledger the ledger, in the ledger's own serialised form
 * @param laneAwaits fences behind the last operation of the lower lane
 */
public record Handover(
        String level,
        String key,
        String path,
        Origin origin,
        String fromLevel,
        String fromKey,
        byte[] ledger,
        List<String> laneAwaits)
        implements Climb {}
