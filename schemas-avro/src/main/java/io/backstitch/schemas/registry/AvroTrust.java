package io.backstitch.schemas.registry;

import io.backstitch.schemas.wire.Order;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * The one place that tells Avro which generated classes it may instantiate. Avro trusts none by
 * default; doing it here, and not by a JVM flag, lets the job run on any cluster as it is.
 *
 * <p>{@link ConfluentAvroReader} and {@link ConfluentAvroWriter} call it; so must anybody else who
 * hands the generated classes to Avro.
 */
public final class AvroTrust {

    private static final String WIRE_PACKAGE = Order.class.getPackageName();

    private AvroTrust() {}

    /** Adds the wire records to whatever is trusted already. Repeated calls change nothing. */
    public static synchronized void install() {
        ClassSecurityPredicate current = ClassSecurityValidator.getGlobal();
        if (!current.isTrusted(Order.class)) {
            ClassSecurityValidator.setGlobal(new WirePackage(current));
        }
    }

    private record WirePackage(ClassSecurityPredicate others) implements ClassSecurityPredicate {

        @Override
        public boolean isTrusted(Class<?> type) {
            return type.getPackageName().equals(WIRE_PACKAGE) || others.isTrusted(type);
        }

        @Override
        public void forbiddenClass(String className) {
            others.forbiddenClass(className);
        }
    }
}
