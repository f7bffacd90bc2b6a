package io.backstitch.cli.faults;

import io.backstitch.schemas.registry.WireSchemas;
import io.backstitch.schemas.wire.Order;
import java.util.List;

/** Every kind of record that nobody can use, among the shoppers' records. */
final class Poison implements Fault {
    @Override
    public String name() {
        return "poison";
    }

    @Override
    public String what() {
        return "over thirty kinds of unusable records in the input topics";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.shop(0.1);
        int schema =
                scene.stage().registry().register("orders-value", WireSchemas.json(Order.class));
        List<PoisonKinds.Poison> kinds = new PoisonKinds(scene.seed(), scene.now(), schema).all();
        int given = 0;
        for (PoisonKinds.Poison kind : kinds) {
            scene.tape()
                    .extra(
                            kind.topic(),
                            given % Stage.PARTITIONS,
                            scene.now(),
                            kind.value(),
                            kind.what(),
                            kind.reason(),
                            1);
            given++;
            scene.shop(0.1 + 0.8 * given / kinds.size());
        }
        scene.recovering();
        scene.injected("kinds of poison", kinds.size());
    }
}
