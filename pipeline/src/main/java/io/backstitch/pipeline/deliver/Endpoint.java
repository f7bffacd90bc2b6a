package io.backstitch.pipeline.deliver;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** Where requests may go: Customer.io over https, or this machine in development. */
final class Endpoint {
    private Endpoint() {}

    /**
     * @param option name of the option, for the sentence
     * @param faults takes a sentence if the address is not allowed
     * @return the address without a trailing slash, or null if it is not allowed
     */
    static String check(String option, String url, boolean development, List<String> faults) {
        URI uri;
        try {
            uri = new URI(url.trim());
        } catch (URISyntaxException e) {
            faults.add(option + ": not a web address; expected e.g. https://track.customer.io");
            return null;
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        if (host.isEmpty() || !(http || https)) {
            faults.add(option + ": not a web address; expected e.g. https://track.customer.io");
            return null;
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            faults.add(option + ": an address with credentials, query or fragment is not allowed");
            return null;
        }
        if (isLoopback(host)) {
            if (!development) {
                faults.add(
                        option
                                + ": a loopback address needs customerio.development: true; for a"
                                + " real workspace leave the option out and set customerio.region");
                return null;
            }
        } else if (!https || !(host.equals("customer.io") || host.endsWith(".customer.io"))) {
            faults.add(
                    option
                            + ": "
                            + uri.getScheme()
                            + "://"
                            + host
                            + " is not allowed; only https to hosts of customer.io is");
            return null;
        }
        String text = uri.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    static boolean isLoopback(String url) {
        String host = url;
        if (url.contains("://")) {
            String named = URI.create(url).getHost();
            host = named == null ? "" : named;
        }
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}");
    }
}
