package io.backstitch.sandbox.shoppers;

/**
 * A browser or an app installation of one shopper. Mutable while the shopper acts: who is signed in
 * and under which mParticle id events are logged.
 */
final class Device {
    /** The device application stamp; null where the export does not include it. */
    final String stamp;

    final boolean app;
    final boolean ios;

    /** When the app last started its ten-minute upload rhythm, epoch milliseconds. */
    final long uploadPhase;

    long mpid;
    Who who = Who.NOBODY;

    Device(String stamp, boolean app, boolean ios, long uploadPhase, long mpid) {
        this.stamp = stamp;
        this.app = app;
        this.ios = ios;
        this.uploadPhase = uploadPhase;
        this.mpid = mpid;
    }

    /** The lowest identifier of the device's events, as the pipeline reads it. */
    String anonymousId(long loggedUnder) {
        return stamp != null ? stamp : Long.toString(loggedUnder);
    }

    String platform() {
        return app ? "app" : "web";
    }
}
