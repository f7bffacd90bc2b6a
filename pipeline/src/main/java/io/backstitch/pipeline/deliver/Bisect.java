package io.backstitch.pipeline.deliver;

import java.util.List;

/** Finds culprits by halving: after at most log2(n) cuts each is alone. */
final class Bisect {
    private Bisect() {}

    /** The first half and the rest, in order; one part if there is only one element. */
    static <T> List<List<T>> halves(List<T> all) {
        if (all.size() < 2) {
            return List.of(List.copyOf(all));
        }
        int middle = all.size() / 2;
        return List.of(
                List.copyOf(all.subList(0, middle)), List.copyOf(all.subList(middle, all.size())));
    }
}
