package io.backstitch.schemas.contract;

import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The form in which a value leaves for Customer.io; written {@code cio} in the schema. */
public enum Form {
    /** Text, trimmed. */
    TEXT,
    /** Text, trimmed and lower case: a word of a small vocabulary. */
    WORD,
    /** An id as text, at most 150 bytes, no placeholder such as {@code null} or {@code 0}. */
    IDENTIFIER,
    /** An {@link #IDENTIFIER} without leading {@code #}. */
    ORDER_ID,
    /** An email address, lower case. */
    EMAIL,
    /** A phone number such as {@code +4915112345678}. */
    E164,
    /** ISO 4217 code, upper case. */
    CURRENCY,
    /** A whole number. */
    INTEGER,
    /** A decimal number without floating-point error, at most six decimals. */
    DECIMAL,
    /** True or false. */
    BOOLEAN,
    /** A time as whole seconds since 1970, UTC. */
    UNIX_SECONDS,
    /** A list of the contract's items. */
    ITEMS,
    /** A list of texts, sorted, none twice. */
    TEXTS;

    /** As written in the schema. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The form of that word, or null. */
    static Form of(String word) {
        for (Form form : values()) {
            if (form.word().equals(word)) {
                return form;
            }
        }
        return null;
    }

    /** The form an Avro type has when the schema names none, or null. */
    static Form natural(Schema type) {
        return switch (type.getType()) {
            case STRING -> TEXT;
            case INT, LONG -> INTEGER;
            case BOOLEAN -> BOOLEAN;
            case ARRAY -> type.getElementType().getType() == Schema.Type.STRING ? TEXTS : ITEMS;
            case BYTES -> type.getLogicalType() instanceof LogicalTypes.Decimal ? DECIMAL : null;
            default -> null;
        };
    }

    /** Whether a value in this form can be stored in that Avro type. */
    boolean fits(Schema type) {
        Form natural = natural(type);
        return switch (this) {
            case TEXT, WORD, IDENTIFIER, ORDER_ID, EMAIL, E164, CURRENCY -> natural == TEXT;
            case UNIX_SECONDS, INTEGER -> type.getType() == Schema.Type.LONG;
            default -> natural == this;
        };
    }
}
