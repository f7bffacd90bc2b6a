package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.registry.RegistryUnavailableException;

/** Reads one record after the other, each by its topic's format. Not thread-safe. */
final class RecordReader {
    private final Formats formats;
    private final Normaliser normaliser;
    private final long maxBytes;

    RecordReader(Formats.Tools tools) {
        this.formats = new Formats(tools);
        this.normaliser = tools.normaliser();
        this.maxBytes = tools.options().get(IngestOptions.MAX_RECORD_SIZE).getBytes();
    }

    /**
     * All that the record turns into; no content makes it throw.
     *
     * @throws RegistryUnavailableException if its schema cannot be had now
     */
    RecordOutput read(RawRecord record) throws RegistryUnavailableException {
        Format format = formats.of(record.topic());
        RecordOutput output =
                new RecordOutput(
                        record,
                        format == null ? BatchReader.SOURCE : format.source(),
                        normaliser.contractVersion());
        try {
            read(record, format, output);
        } catch (RuntimeException e) {
            // Only the class: messages may quote the content.
            output.poison("internal_error", e.getClass().getName());
        }
        return output;
    }

    private void read(RawRecord record, Format format, RecordOutput output)
            throws RegistryUnavailableException {
        if (record.value() == null || record.value().length == 0) {
            output.poison("empty_value", "expected a value; found none");
        } else if (record.value().length > maxBytes) {
            output.poison(
                    "too_large",
                    "found "
                            + record.value().length
                            + " bytes, expected at most "
                            + IngestOptions.MAX_RECORD_SIZE.key()
                            + " = "
                            + maxBytes);
        } else if (format == null) {
            output.poison("unknown_topic", "expected " + formats.expected());
        } else {
            format.read(output);
        }
    }
}
