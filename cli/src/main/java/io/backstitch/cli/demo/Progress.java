package io.backstitch.cli.demo;

/** Says what a long run is doing. */
public interface Progress {
    /** A new step begins. */
    void step(String what);

    /** How far the step is; told to people only if it takes long, so it may be said often. */
    default void soFar(String what) {}
}
