package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Brings one value into its contract form where its meaning is certain, and refuses it where not.
 * Result types: text forms String; DECIMAL BigDecimal; INTEGER and UNIX_SECONDS Long; BOOLEAN
 * Boolean; TEXTS a sorted set of String; null for an unset value.
 */
final class Coercion {
    /** More decimals than any currency has: what is beyond is floating-point noise. */
    private static final int MAX_DECIMALS = 6;

    private static final int MAX_DIGITS = 18;

    /** Outside of these a number of seconds could not be told from one of milliseconds. */
    private static final long FIRST_SECOND = 100_000_000L;

    private static final long LAST_SECOND = 99_999_999_999L;
    private static final String TIMES =
            "Unix seconds or milliseconds, an ISO date, or an ISO time with offset";

    private final Identifiers identifiers;
    private final Phones phones;
    private final Tally tally;

    Coercion(Identifiers identifiers, Phones phones, Tally tally) {
        this.identifiers = identifiers;
        this.phones = phones;
        this.tally = tally;
    }

    Object coerce(Field field, JsonNode value, String region) throws Refusal {
        if (SourceValues.absent(value)) {
            return null;
        }
        return switch (field.form()) {
            case TEXT -> text(field, value);
            case WORD -> text(field, value).toLowerCase(Locale.ROOT);
            case IDENTIFIER, ORDER_ID -> identifier(field, value);
            case EMAIL -> email(field, value);
            case E164 -> phone(field, value, region);
            case CURRENCY -> currency(field, value);
            case DECIMAL -> decimal(field, value);
            case INTEGER -> integer(field, value);
            case BOOLEAN -> bool(field, value);
            case UNIX_SECONDS -> seconds(field, value);
            case TEXTS -> texts(field, value);
            case ITEMS -> throw new IllegalStateException("items are read by ItemReader");
        };
    }

    private static String text(Field field, JsonNode value) throws Refusal {
        if (value.isTextual()) {
            return Json.clean(value.textValue().strip());
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "true" : "false";
        }
        BigDecimal number = value.isNumber() ? SourceValues.number(value) : null;
        if (number == null) {
            throw Refusal.wrongType(field.name(), SourceValues.kind(value), "text");
        }
        return number.toPlainString();
    }

    private static TreeSet<String> texts(Field field, JsonNode value) throws Refusal {
        boolean inText = value.isTextual() && value.textValue().strip().startsWith("[");
        JsonNode list = inText ? Json.parseText(value.textValue()) : value;
        if (list == null || !list.isArray()) {
            throw Refusal.wrongType(field.name(), SourceValues.kind(value), "a list of texts");
        }
        TreeSet<String> texts = new TreeSet<>();
        for (JsonNode element : list) {
            String text = text(field, element);
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }

    private String identifier(Field field, JsonNode value) throws Refusal {
        String text = SourceValues.idText(value);
        if (text == null) {
            throw Refusal.wrongType(
                    field.name(), SourceValues.kind(value), "an id as text or whole number");
        }
        String id =
                field.form() == Form.ORDER_ID ? Identifiers.orderId(text) : Identifiers.plain(text);
        if (identifiers.isJunk(id)) {
            tally.count(Tally.Kind.JUNK_IDENTIFIER);
            return null;
        }
        if (Identifiers.tooLong(id)) {
            throw new Refusal(
                    "too_long",
                    field.name(),
                    "expected an id of at most " + Limits.IDENTIFIER_BYTES + " bytes");
        }
        return id;
    }

    private String email(Field field, JsonNode value) throws Refusal {
        String address =
                value.isTextual() ? Identifiers.email(Json.clean(value.textValue())) : null;
        if (address != null && !identifiers.isJunk(address)) {
            return address;
        }
        if (address != null || identifiers.isJunk(value.asText().strip())) {
            tally.count(Tally.Kind.JUNK_IDENTIFIER);
            return null;
        }
        throw new Refusal("invalid_email", field.name(), "expected an email address");
    }

    private String phone(Field field, JsonNode value, String region) throws Refusal {
        String text = SourceValues.idText(value);
        if (text != null && identifiers.isJunk(text)) {
            tally.count(Tally.Kind.JUNK_IDENTIFIER);
            return null;
        }
        String number = text == null ? null : phones.e164(text, region);
        if (number == null) {
            throw new Refusal(
                    "invalid_phone",
                    field.name(),
                    "expected a phone number with international prefix, or one valid in the"
                            + " source's country or in normalise.default-region");
        }
        return number;
    }

    private static String currency(Field field, JsonNode value) throws Refusal {
        String code = value.isTextual() ? Money.currency(value.textValue()) : null;
        if (code == null) {
            throw new Refusal(
                    "invalid_currency", field.name(), "expected an ISO 4217 code such as EUR");
        }
        return code;
    }

    private static BigDecimal decimal(Field field, JsonNode value) throws Refusal {
        BigDecimal source = SourceValues.number(value);
        if (source == null) {
            throw noNumber(field, value, "a number such as 1234.50");
        }
        BigDecimal number = rounded(source);
        if (tooLarge(number)) {
            throw new Refusal("out_of_range", field.name(), "expected at most 15 digits");
        }
        if (field.minimum() != null && number.compareTo(field.minimum()) < 0) {
            throw new Refusal("out_of_range", field.name(), "expected at least " + field.minimum());
        }
        return number;
    }

    private static Refusal noNumber(Field field, JsonNode value, String expected) {
        if (value.isTextual() && NumberText.ambiguous(value.textValue())) {
            return new Refusal(
                    "ambiguous_amount",
                    field.name(),
                    "text with separators that can be read in more than one way",
                    expected);
        }
        return Refusal.wrongType(field.name(), SourceValues.kind(value), expected);
    }

    /** Without floating-point noise. */
    static BigDecimal rounded(BigDecimal number) {
        if (number.scale() <= MAX_DECIMALS) {
            return number;
        }
        BigDecimal rounded = number.setScale(MAX_DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? BigDecimal.ZERO : SourceValues.bounded(rounded);
    }

    /** More than 15 digits before the decimal mark. */
    static boolean tooLarge(BigDecimal number) {
        return number.precision() - number.scale() > MAX_DIGITS - MAX_DECIMALS + 3;
    }

    private static Long integer(Field field, JsonNode value) throws Refusal {
        BigDecimal number = SourceValues.number(value);
        if (number == null) {
            throw noNumber(field, value, "a whole number");
        }
        if (number.scale() > 0 || number.precision() > MAX_DIGITS) {
            throw Refusal.wrongType(field.name(), SourceValues.kind(value), "a whole number");
        }
        return number.longValueExact();
    }

    private static Boolean bool(Field field, JsonNode value) throws Refusal {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        String word =
                value.isIntegralNumber()
                        ? value.asText()
                        : value.isTextual() ? value.textValue() : "";
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> Boolean.TRUE;
            case "false", "no", "0" -> Boolean.FALSE;
            default ->
                    throw Refusal.wrongType(
                            field.name(), SourceValues.kind(value), "true or false");
        };
    }

    private static Long seconds(Field field, JsonNode value) throws Refusal {
        long millis = SourceValues.time(value);
        if (millis == SourceValues.BROKEN_TIME) {
            if (SourceValues.ambiguousDate(value)) {
                throw new Refusal(
                        "ambiguous_date",
                        field.name(),
                        "a date without offset, or whose day and month cannot be told apart",
                        TIMES);
            }
            throw Refusal.wrongType(field.name(), SourceValues.kind(value), TIMES);
        }
        if (millis == SourceValues.NO_TIME) {
            return null;
        }
        long seconds = Math.floorDiv(millis, 1000L);
        if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
            throw new Refusal(
                    "out_of_range", field.name(), "expected a time between 1973 and the year 5138");
        }
        return seconds;
    }

    /** Writes a coerced value. */
    static void write(JsonGenerator out, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof BigDecimal number) {
            if (number.scale() <= 0) {
                BigInteger whole = number.toBigIntegerExact();
                out.writeNumber(whole);
            } else {
                out.writeNumber(number);
            }
        } else if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof TreeSet<?> texts) {
            out.writeStartArray();
            for (Object text : texts) {
                out.writeString((String) text);
            }
            out.writeEndArray();
        } else {
            out.writeString((String) value);
        }
    }
}
