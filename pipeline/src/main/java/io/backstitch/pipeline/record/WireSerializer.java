package io.backstitch.pipeline.record;

import io.backstitch.schemas.registry.AvroTrust;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serialiser of the generated wire records on their way to the sinks. Flink's own Avro serialiser
 * would do, if Avro did not refuse classes that nobody has trusted: this one makes sure of that in
 * every JVM it is loaded in, so a cluster needs no flag.
 *
 * @param <T> the record
 */
public abstract class WireSerializer<T extends SpecificRecordBase> extends FlowSerializer<T> {
    private static final long serialVersionUID = 1L;

    static {
        AvroTrust.install();
    }

    public static final TypeInformation<Receipt> RECEIPT =
            new FlowType<>(Receipt.class, new OfReceipt());
    public static final TypeInformation<DeadLetter> DEAD_LETTER =
            new FlowType<>(DeadLetter.class, new OfDeadLetter());
    public static final TypeInformation<IdentityAudit> IDENTITY_AUDIT =
            new FlowType<>(IdentityAudit.class, new OfIdentityAudit());

    public static final TypeInformation<BalanceAudit> BALANCE_AUDIT =
            new FlowType<>(BalanceAudit.class, new OfBalanceAudit());

    public static final TypeInformation<Violation> VIOLATION =
            new FlowType<>(Violation.class, new OfViolation());

    /** First format: Avro binary of the schema compiled in. */
    private static final int VERSION_1 = 1;

    private transient SpecificDatumWriter<T> writer;
    private transient SpecificDatumReader<T> reader;

    abstract Schema schema();

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(T value, DataOutputView out) throws IOException {
        if (writer == null) {
            writer = new SpecificDatumWriter<>(schema());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        writer.write(value, encoder);
        encoder.flush();
        Fields.writeBytes(bytes.toByteArray(), out);
    }

    @Override
    protected T read(int version, DataInputView in) throws IOException {
        if (reader == null) {
            reader = new SpecificDatumReader<>(schema());
        }
        return reader.read(null, DecoderFactory.get().binaryDecoder(Fields.readBytes(in), null));
    }

    /** Of {@link Receipt}. */
    static final class OfReceipt extends WireSerializer<Receipt> {
        private static final long serialVersionUID = 1L;

        @Override
        Schema schema() {
            return Receipt.getClassSchema();
        }

        @Override
        public TypeSerializerSnapshot<Receipt> snapshotConfiguration() {
            return new ReceiptSnapshot();
        }
    }

    /** Of {@link DeadLetter}. */
    static final class OfDeadLetter extends WireSerializer<DeadLetter> {
        private static final long serialVersionUID = 1L;

        @Override
        Schema schema() {
            return DeadLetter.getClassSchema();
        }

        @Override
        public TypeSerializerSnapshot<DeadLetter> snapshotConfiguration() {
            return new DeadLetterSnapshot();
        }
    }

    /** Of {@link IdentityAudit}. */
    static final class OfIdentityAudit extends WireSerializer<IdentityAudit> {
        private static final long serialVersionUID = 1L;

        @Override
        Schema schema() {
            return IdentityAudit.getClassSchema();
        }

        @Override
        public TypeSerializerSnapshot<IdentityAudit> snapshotConfiguration() {
            return new IdentityAuditSnapshot();
        }
    }

    /** Of {@link BalanceAudit}. */
    static final class OfBalanceAudit extends WireSerializer<BalanceAudit> {
        private static final long serialVersionUID = 1L;

        @Override
        Schema schema() {
            return BalanceAudit.getClassSchema();
        }

        @Override
        public TypeSerializerSnapshot<BalanceAudit> snapshotConfiguration() {
            return new BalanceAuditSnapshot();
        }
    }

    /** Of {@link Violation}. */
    static final class OfViolation extends WireSerializer<Violation> {
        private static final long serialVersionUID = 1L;

        @Override
        Schema schema() {
            return Violation.getClassSchema();
        }

        @Override
        public TypeSerializerSnapshot<Violation> snapshotConfiguration() {
            return new ViolationSnapshot();
        }
    }

    /** Snapshot of {@link OfReceipt}. */
    public static final class ReceiptSnapshot extends Snapshot<Receipt> {
        public ReceiptSnapshot() {
            super(OfReceipt::new);
        }
    }

    /** Snapshot of {@link OfDeadLetter}. */
    public static final class DeadLetterSnapshot extends Snapshot<DeadLetter> {
        public DeadLetterSnapshot() {
            super(OfDeadLetter::new);
        }
    }

    /** Snapshot of {@link OfIdentityAudit}. */
    public static final class IdentityAuditSnapshot extends Snapshot<IdentityAudit> {
        public IdentityAuditSnapshot() {
            super(OfIdentityAudit::new);
        }
    }

    /** Snapshot of {@link OfBalanceAudit}. */
    public static final class BalanceAuditSnapshot extends Snapshot<BalanceAudit> {
        public BalanceAuditSnapshot() {
            super(OfBalanceAudit::new);
        }
    }

    /** Snapshot of {@link OfViolation}. */
    public static final class ViolationSnapshot extends Snapshot<Violation> {
        public ViolationSnapshot() {
            super(OfViolation::new);
        }
    }
}
