package io.backstitch.sandbox.shoppers;

import java.net.URI;

/**
 * Where a naive forwarder posts.
 *
 * @param base address of the Track API, without trailing slash
 * @param siteId user of basic authentication
 * @param apiKey its password
 * @param connections requests in flight at most; the order of one user's requests is kept
 */
public record NaiveTarget(URI base, String siteId, String apiKey, int connections) {
    @Override
    public String toString() {
        return "NaiveTarget[" + base + "]";
    }
}
