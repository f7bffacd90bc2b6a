package io.backstitch.cli.trace;

import io.backstitch.pipeline.deliver.PersonMask;
import io.backstitch.pipeline.record.KeyedHash;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The id that was asked for, in every spelling under which records may hold it: as it is, as the
 * pipeline normalises it, and as the keyed hashes that stand for people.
 */
final class Sought {
    static final String OPERATION = "operation:";
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-.{12}");
    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-Za-z]{25}");
    private static final List<String> PERSON_TYPES = List.of("id:", "email:", "anonymous_id:");
    private static final int HASH_BYTES = 16;

    private final Set<IdKind> as;
    private final Set<String> plain = new TreeSet<>();
    private final Set<String> people = new TreeSet<>();
    private final Set<String> audited = new TreeSet<>();

    /**
     * @param as what it is to be taken for
     * @param mask how receipts show people
     * @param auditHash how the audit shows what it does not show in clear; null if not known
     * @param levels names of the identity levels
     */
    Sought(String id, Set<IdKind> as, PersonMask mask, KeyedHash auditHash, List<String> levels) {
        this.as = as;
        spell(id.strip());
        for (String spelled : plain) {
            people.add(spelled);
            audited.add(bare(spelled));
            for (String type : PERSON_TYPES) {
                people.add(mask.show(type + type(type, spelled)));
            }
        }
        for (String level : auditHash == null ? List.<String>of() : levels) {
            for (String spelled : Set.copyOf(plain)) {
                String key =
                        level.equals("email")
                                ? bare(spelled).toLowerCase(Locale.ROOT)
                                : bare(spelled);
                audited.add(auditHash.hex(level + ":" + key, HASH_BYTES));
            }
        }
    }

    private void spell(String id) {
        plain.add(id);
        if (id.startsWith("#")) {
            plain.add(id.replaceFirst("^#+", "").strip());
        }
        if (UUID.matcher(id).matches()) {
            plain.add(id.toLowerCase(Locale.ROOT));
        }
        if (ULID.matcher(id).matches()) {
            plain.add(id.toUpperCase(Locale.ROOT));
        }
    }

    private static String type(String type, String spelled) {
        String bare = bare(spelled);
        return type.equals("email:") ? bare.toLowerCase(Locale.ROOT) : bare;
    }

    /** Without the type of identifier that receipts write before it. */
    private static String bare(String spelled) {
        for (String type : PERSON_TYPES) {
            if (spelled.startsWith(type)) {
                return spelled.substring(type.length());
            }
        }
        return spelled;
    }

    /** What the id is in this receipt, or null. */
    IdKind in(Receipt receipt) {
        String id = receipt.getReceiptId();
        String operation = id.startsWith(OPERATION) ? id.substring(OPERATION.length()) : null;
        if (is(IdKind.EVENT, plain, receipt.getEventId())) {
            return IdKind.EVENT;
        } else if (is(IdKind.ULID, plain, receipt.getUlid()) || is(IdKind.ULID, plain, operation)) {
            return IdKind.ULID;
        } else if (is(IdKind.ORDER, plain, receipt.getOrderId())) {
            return IdKind.ORDER;
        } else if (is(IdKind.CART, plain, receipt.getCartId())) {
            return IdKind.CART;
        }
        return is(IdKind.PERSON, people, receipt.getPerson()) ? IdKind.PERSON : null;
    }

    /** What the id is in this dead letter, or null. */
    IdKind in(DeadLetter letter) {
        if (is(IdKind.EVENT, plain, letter.getEventId())) {
            return IdKind.EVENT;
        }
        return is(IdKind.ULID, plain, letter.getUlid()) ? IdKind.ULID : null;
    }

    /** What the id is in this decision, or null. */
    IdKind in(IdentityAudit audit) {
        if (is(IdKind.EVENT, plain, audit.getEventId())) {
            return IdKind.EVENT;
        }
        IdKind kind =
                switch (audit.getLevel()) {
                    case "order_id" -> IdKind.ORDER;
                    case "cart_id" -> IdKind.CART;
                    default -> IdKind.PERSON;
                };
        if (is(kind, audited, audit.getIdentifier())) {
            return kind;
        }
        return is(IdKind.PERSON, audited, audit.getOwner()) ? IdKind.PERSON : null;
    }

    private boolean is(IdKind kind, Set<String> spellings, String value) {
        return value != null && as.contains(kind) && spellings.contains(value);
    }
}
