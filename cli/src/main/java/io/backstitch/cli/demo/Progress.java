package io.backstitch.cli.demo;

/** Says what a long run is doing. */
public interface Progress {
    /** A new step begins. */
    void step(String what);

    /** So many results came out of the job so far. */
    void count(long results);

    /** Says nothing. */
    Progress SILENT =
            new Progress() {
                @Override
                public void step(String what) {}

                @Override
                public void count(long results) {}
            };
}
