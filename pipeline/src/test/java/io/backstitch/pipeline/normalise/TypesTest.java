package io.backstitch.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form, every way in which sources write it: one line each. */
class TypesTest {
    private final Coercion coercion =
            new Coercion(
                    new Identifiers(List.of("null", "n/a", "none@none.com")),
                    new Phones("DE"),
                    Tally.NONE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // form | as a source writes it | as it leaves, or ! and the reason, or - for unset
                "decimal | 12.50 | 12.5",
                "decimal | \"12.50\" | 12.5",
                "decimal | \"12,50\" | 12.5",
                "decimal | \"1,234.50\" | 1234.5",
                "decimal | \"EUR 12.50\" | 12.5",
                "decimal | \"12.50 €\" | 12.5",
                "decimal | 36.980000000000004 | 36.98",
                "decimal | \"1e2\" | 100",
                "decimal | \"1.234,50\" | !ambiguous_amount",
                "decimal | \"1,250\" | !ambiguous_amount",
                "decimal | \"1'234.50\" | !ambiguous_amount",
                "decimal | \"12.50.10\" | !ambiguous_amount",
                "decimal | \"twelve\" | !wrong_type",
                "decimal | true | !wrong_type",
                "decimal | \"\" | -",
                "decimal | null | -",
                "integer | 3 | 3",
                "integer | \"3\" | 3",
                "integer | 3.0 | 3",
                "integer | 3.5 | !wrong_type",
                "integer | \"1,250\" | !ambiguous_amount",
                "currency | \"eur\" | \"EUR\"",
                "currency | \"Euro\" | !invalid_currency",
                "currency | 978 | !invalid_currency",
                "boolean | true | true",
                "boolean | \"TRUE\" | true",
                "boolean | \"yes\" | true",
                "boolean | 1 | true",
                "boolean | \"0\" | false",
                "boolean | \"No\" | false",
                "boolean | \"maybe\" | !wrong_type",
                "boolean | 2 | !wrong_type",
                "unix_seconds | 1714550400 | 1714550400",
                "unix_seconds | \"1714550400\" | 1714550400",
                "unix_seconds | 1714550400123 | 1714550400",
                "unix_seconds | \"1714550400123\" | 1714550400",
                "unix_seconds | 1714550400.5 | 1714550400",
                "unix_seconds | \"2024-05-01\" | 1714521600",
                "unix_seconds | \"2024-05-01T08:00:00Z\" | 1714550400",
                "unix_seconds | \"2024-05-01t08:00:00z\" | 1714550400",
                "unix_seconds | \"2024-05-01T08:00Z\" | 1714550400",
                "unix_seconds | \"2024-05-01 08:00:00Z\" | 1714550400",
                "unix_seconds | \"2024-05-01T10:00:00+02:00\" | 1714550400",
                "unix_seconds | \"2024-05-01T10:00:00+0200\" | 1714550400",
                "unix_seconds | \"2024-05-01T10:00:00+02\" | 1714550400",
                "unix_seconds | \"2024-05-01 10:00:00 +0200\" | 1714550400",
                "unix_seconds | \"2024-05-01T13:30:00.1234567+05:30\" | 1714550400",
                "unix_seconds | \"2024-05-01T00:00:00-08:00\" | 1714550400",
                "unix_seconds | 0 | -",
                "unix_seconds | \"2024-05-01T08:00:00\" | !ambiguous_date",
                "unix_seconds | \"05/06/2024\" | !ambiguous_date",
                "unix_seconds | \"5.6.2024 10:00\" | !ambiguous_date",
                "unix_seconds | \"2024-02-30\" | !ambiguous_date",
                "unix_seconds | \"yesterday\" | !wrong_type",
                "unix_seconds | 12 | !wrong_type",
                "unix_seconds | 1714550400123456 | !wrong_type",
                "unix_seconds | \"9999-01-01\" | !out_of_range",
                "e164 | \"+49 (0)151 12345678\" | \"+4915112345678\"",
                "e164 | \"0151 12345678\" | \"+4915112345678\"",
                "e164 | \"004915112345678\" | \"+4915112345678\"",
                "e164 | \"n/a\" | -",
                "e164 | \"call me\" | !invalid_phone",
                "e164 | \"123\" | !invalid_phone",
                "email | \" Jo@Example.COM \" | \"jo@example.com\"",
                "email | \"none@none.com\" | -",
                "email | \"jo@\" | !invalid_email",
                "email | \"jo@example\" | !invalid_email",
                "email | 7 | !invalid_email",
                "identifier | 9007199254740993 | \"9007199254740993\"",
                "identifier | \" 007 \" | \"007\"",
                "identifier | 7.0 | \"7\"",
                "identifier | \"null\" | -",
                "identifier | {} | !wrong_type",
                "order_id | \"##1001\" | \"1001\"",
                "order_id | \"# #1001\" | \"1001\"",
                "text | \" a \" | \"a\"",
                "text | 1.50 | \"1.5\"",
                "text | true | \"true\"",
                "text | [1] | !wrong_type",
                "word | \" Subscribed\" | \"subscribed\"",
                "texts | [\"b\",\"a\",\"b\"] | [\"a\",\"b\"]",
                "texts | \"[\\\"b\\\",1]\" | [\"1\",\"b\"]",
                "texts | \"a,b\" | !wrong_type"
            })
    void aValueOfAnySpellingHasTheContractsFormOrAReason(
            String form, String source, String expected) throws IOException {
        Field field = field(Form.valueOf(form.toUpperCase(java.util.Locale.ROOT)));

        assertThat(outcome(field, Json.parse(source.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(expected);
        if (!expected.startsWith("!") && !expected.equals("-")) {
            JsonNode again = Json.parse(expected.getBytes(StandardCharsets.UTF_8));
            assertThat(outcome(field, again)).as("taken again").isEqualTo(expected);
        }
    }

    private String outcome(Field field, JsonNode value) {
        try {
            Object coerced = coercion.coerce(field, value, null);
            return coerced == null
                    ? "-"
                    : new String(
                            Json.bytes(out -> Coercion.write(out, coerced)),
                            StandardCharsets.UTF_8);
        } catch (Refusal refusal) {
            assertThat(refusal.getMessage()).as("tells no value").doesNotContain("2024");
            return "!" + refusal.outcome().reason();
        }
    }

    private static Field field(Form form) {
        return new Field(
                "f", "", List.of(), List.of(), form, false, false, false, null, false, false, false,
                null);
    }
}
