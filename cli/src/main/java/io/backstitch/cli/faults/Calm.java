package io.backstitch.cli.faults;

/** Nothing happens: if this fails, it is not a fault's doing. */
final class Calm implements Fault {
    @Override
    public String name() {
        return "calm";
    }

    @Override
    public String what() {
        return "nothing goes wrong, for comparison";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.shop(1);
        scene.recovering();
    }
}
