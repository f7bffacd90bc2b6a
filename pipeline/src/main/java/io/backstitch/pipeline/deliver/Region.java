package io.backstitch.pipeline.deliver;

/** Customer.io's data centres. */
public enum Region {
    US("https://track.customer.io", "https://api.customer.io"),
    EU("https://track-eu.customer.io", "https://api-eu.customer.io");

    final String trackUrl;
    final String appUrl;

    Region(String trackUrl, String appUrl) {
        this.trackUrl = trackUrl;
        this.appUrl = appUrl;
    }
}
