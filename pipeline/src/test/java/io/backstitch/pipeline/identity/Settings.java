package io.backstitch.pipeline.identity;

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
}
