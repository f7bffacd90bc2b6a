package io.backstitch.cli.faults;

/** Some operations of a request are refused, by answers documented and not. */
final class PartialBatches implements Fault {
    private static final double ODD = 0.2;
    private static final int EVERY = 25;

    @Override
    public String name() {
        return "partial-batches";
    }

    @Override
    public String what() {
        return "207 or 200 with errors by index; without a list, with nonsense, for nobody";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        Refusals refusals = new Refusals(scene.seed());
        Refusals.mingle(scene, EVERY);
        scene.line(refusals.byIndex(ODD));
        // To the end: who passes a victim on to the receiver has invented somebody.
        scene.shop(1);
        scene.check(refusals.refused() > 0, "nothing was refused");
        boolean settled =
                scene.await(java.time.Duration.ofSeconds(20), () -> scene.extrasHaveTheirFate());
        scene.check(settled, "refused operations have not become dead letters after 20 s");
        scene.injected("victims", scene.tape().extras().size());
        scene.injected("answers with refusals", refusals.refused());
        scene.injected("odd answers", refusals.odd());
        scene.heal();
    }
}
