package io.backstitch.cli.demo;

/** Says what a long run is doing. */
public interface Progress {
    /** A new step begins. */
    void step(String what);
}
