package io.backstitch.pipeline.identity;

import io.backstitch.model.Act;
import io.backstitch.model.Twist;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import net.jqwik.api.RandomGenerator;

/** Plays stories until the pipeline and the model differ, and makes the story short. */
final class Hunt {
    private final RandomGenerator<Stories.Story> generator = Stories.stories().generator(1000);
    private final Function<Stories.Story, String> difference;
    private int played;

    Hunt(Function<Stories.Story, String> difference) {
        this.difference = difference;
    }

    int played() {
        return played;
    }

    /** The first story that shows a difference, shortened; null if none of so many does. */
    Stories.Story first(long seed, int most) {
        Random random = new Random(seed);
        for (played = 1; played <= most; played++) {
            Stories.Story story = generator.next(random).value();
            if (!difference.apply(story).isEmpty()) {
                return story;
            }
        }
        return null;
    }

    Stories.Story shorten(Stories.Story story) {
        Stories.Story best = story;
        boolean better = true;
        while (better) {
            better = false;
            for (Stories.Story next : simpler(best)) {
                if (!difference.apply(next).isEmpty()) {
                    best = next;
                    better = true;
                    break;
                }
            }
        }
        return best;
    }

    private static List<Stories.Story> simpler(Stories.Story story) {
        List<Stories.Story> all = new ArrayList<>();
        for (int i = 0; i < story.acts().size(); i++) {
            List<Act> acts = new ArrayList<>(story.acts());
            acts.remove(i);
            all.add(story.with(acts));
        }
        if (story.races()) {
            all.add(story(story, false, story.twists()));
        }
        for (Twist twist : story.twists()) {
            Set<Twist> others = new TreeSet<>(story.twists());
            others.remove(twist);
            all.add(story(story, story.races(), others));
        }
        for (int i = 0; i < story.acts().size(); i++) {
            Act act = story.acts().get(i);
            Act plain =
                    new Act(
                            act.what(),
                            act.shopper(),
                            act.as(),
                            act.device(),
                            act.cart(),
                            act.order(),
                            Math.min(act.gap(), 1),
                            0,
                            0,
                            1);
            Act early =
                    new Act(
                            act.what(),
                            act.shopper(),
                            act.as(),
                            act.device(),
                            act.cart(),
                            act.order(),
                            act.gap(),
                            0,
                            act.mix(),
                            1);
            for (Act one : List.of(plain, early)) {
                if (!one.equals(act)) {
                    List<Act> acts = new ArrayList<>(story.acts());
                    acts.set(i, one);
                    all.add(story.with(acts));
                }
            }
        }
        return all;
    }

    private static Stories.Story story(Stories.Story story, boolean races, Set<Twist> twists) {
        return new Stories.Story(story.acts(), races, story.style0(), story.style1(), twists);
    }
}
