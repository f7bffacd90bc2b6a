package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.person.PersonKey;
import io.backstitch.pipeline.record.Ruling;
import io.backstitch.pipeline.record.Ruling.Verdict;

/**
 * Tells people whose an address is that two of them claim, so that Customer.io, where it can be one
 * profile's only, never hears of it for both. Sent on the edge on which the claim's fence and the
 * claimer's own records follow, so it is there before them.
 */
final class Rulings {
    private final Here here;
    private final boolean unique;

    Rulings(Here here) {
        this.here = here;
        this.unique = PersonKey.EMAIL.equals(here.step.level.personType());
    }

    /** The claimer does not get it. */
    void refused(Statement statement) {
        if (unique) {
            here.step.metrics.emailsRefused.inc();
            tell(statement.owner(), statement, Verdict.REFUSED);
        }
    }

    /** It was one person's and is another's now. */
    void moved(Address from, Statement statement) {
        if (unique) {
            here.step.metrics.emailsMoved.inc();
            tell(from, statement, Verdict.REVOKED);
            tell(statement.owner(), statement, Verdict.GRANTED);
        }
    }

    /** It has its first owner since somebody was erased: whoever was refused it before has it. */
    void freed(Statement statement) {
        boolean free = unique && new Forgotten(here).since(here.me) != Tombstones.NEVER;
        if (free && statement.asserted()) {
            tell(statement.owner(), statement, Verdict.FREED);
        }
    }

    /** It is too many people's: whoever had it has it no longer. */
    void shared(Address from, Statement statement) {
        if (unique && from != null) {
            tell(from, statement, Verdict.REVOKED);
        }
    }

    private void tell(Address person, Statement statement, Verdict verdict) {
        here.exits.emit(
                new Ruling(
                        person.level(),
                        person.key(),
                        here.me.path(),
                        statement.origin(),
                        here.me.key(),
                        verdict));
    }
}
