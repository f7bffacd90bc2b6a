package io.backstitch.cli.scenario;

import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Looks for addresses and numbers of people where there must be none, and for reasons in prose. */
final class PersonalData {
    private static final Pattern PERSONAL = Pattern.compile("@|\\+\\d{7}|0151 ?1234");
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]+");

    private PersonalData() {}

    /** Whatever shows some in receipts, in the audit, or in a dead letter beside its payload. */
    static List<String> shownIn(Outcome outcome) {
        List<String> shown = new ArrayList<>();
        for (Receipt receipt : outcome.receipts()) {
            look(receipt.toString(), receipt.getReason(), shown);
        }
        for (IdentityAudit audit : outcome.audits()) {
            look(audit.toString(), audit.getReason(), shown);
        }
        for (DeadLetter letter : outcome.deadLetters()) {
            look(letter.getField() + " " + letter.getDetail(), letter.getReason(), shown);
        }
        return shown;
    }

    private static void look(String all, String reason, List<String> shown) {
        if (PERSONAL.matcher(all).find() || reason != null && !WORD.matcher(reason).matches()) {
            shown.add(all);
        }
    }
}
