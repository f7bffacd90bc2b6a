package io.backstitch.pipeline.identity;

import java.util.ArrayList;
import java.util.List;

/** The tests' usual settings with one part replaced. */
final class Settings {
    private Settings() {}

    static IdentitySettings with(IdentitySettings.Rules rules) {
        IdentitySettings usual = Staircase.SETTINGS;
        return new IdentitySettings(
                usual.levels(),
                usual.hold(),
                usual.life(),
                rules,
                usual.auditKey(),
                usual.sabotage());
    }

    static IdentitySettings with(IdentitySettings.Hold hold) {
        IdentitySettings usual = Staircase.SETTINGS;
        return new IdentitySettings(
                usual.levels(),
                hold,
                usual.life(),
                usual.rules(),
                usual.auditKey(),
                usual.sabotage());
    }

    static IdentitySettings levels(String... names) {
        IdentitySettings usual = Staircase.SETTINGS;
        List<Level> levels = new ArrayList<>();
        for (String name : names) {
            levels.add(usual.level(name));
        }
        return new IdentitySettings(
                levels,
                usual.hold(),
                usual.life(),
                usual.rules(),
                usual.auditKey(),
                usual.sabotage());
    }
}
