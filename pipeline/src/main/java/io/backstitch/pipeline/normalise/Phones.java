package io.backstitch.pipeline.normalise;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Phone numbers to E.164. */
final class Phones {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final Map<String, String> BY_ISO3 = iso3();

    private final String defaultRegion;

    /** The default region is ISO 3166, or null. */
    Phones(String defaultRegion) {
        this.defaultRegion = region(defaultRegion);
    }

    /**
     * The number in E.164, or null if it is none. A number with an international prefix must be of
     * a possible length; one without must be valid in the region.
     */
    String e164(String text, String sourceRegion) {
        boolean international = text.strip().startsWith("+");
        String region = region(sourceRegion);
        if (region == null) {
            region = defaultRegion;
        }
        if (!international && region == null) {
            return null;
        }
        try {
            PhoneNumber number = NUMBERS.parse(text, international ? null : region);
            boolean good =
                    international
                            ? NUMBERS.isPossibleNumber(number)
                            : NUMBERS.isValidNumber(number);
            return good ? NUMBERS.format(number, PhoneNumberFormat.E164) : null;
        } catch (NumberParseException e) {
            return null;
        }
    }

    /** Whether there is such a country. */
    static boolean knows(String country) {
        return region(country) != null;
    }

    /** {@code de}, {@code DE}, {@code DEU} to {@code DE}; null if unknown. */
    private static String region(String country) {
        if (country == null) {
            return null;
        }
        String code = country.strip().toUpperCase(Locale.ROOT);
        String iso2 = code.length() == 3 ? BY_ISO3.get(code) : code;
        return iso2 != null && NUMBERS.getSupportedRegions().contains(iso2) ? iso2 : null;
    }

    private static Map<String, String> iso3() {
        Map<String, String> regions = new HashMap<>();
        for (String iso2 : Locale.getISOCountries()) {
            regions.put(new Locale("", iso2).getISO3Country().toUpperCase(Locale.ROOT), iso2);
        }
        return regions;
    }
}
