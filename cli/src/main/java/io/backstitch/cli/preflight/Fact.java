package io.backstitch.cli.preflight;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple6;

/** Something an entering record says about one email address, order or shopping event. */
final class Fact extends Tuple6<String, Long, Long, String, String, String> {
    private static final long serialVersionUID = 1L;

    static final TypeInformation<Tuple6<String, Long, Long, String, String, String>> TYPE =
            Types.TUPLE(
                    Types.STRING, Types.LONG, Types.LONG, Types.STRING, Types.STRING, Types.STRING);

    static final String EMAIL = "email:";
    static final String ORDER = "order:";
    static final String TWIN = "twin:";

    private Fact() {}

    /**
     * @param about what it is about, with one of the prefixes
     * @param time event time
     * @param arrival Kafka time
     * @param person customer it names, or empty
     */
    static Tuple6<String, Long, Long, String, String, String> of(
            String about, long time, long arrival, String source, String platform, String person) {
        return Tuple6.of(about, time, arrival, source, platform, person);
    }
}
