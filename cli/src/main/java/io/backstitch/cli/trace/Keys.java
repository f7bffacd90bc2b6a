package io.backstitch.cli.trace;

import io.backstitch.pipeline.deliver.DeliverOptions;
import io.backstitch.pipeline.deliver.PersonMask;
import io.backstitch.pipeline.identity.IdentityOptions;
import io.backstitch.pipeline.job.ConfigException;
import io.backstitch.pipeline.person.PersonOptions;
import io.backstitch.pipeline.record.KeyedHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/**
 * How the job shows people.
 *
 * @param receipts in receipts
 * @param audit in the identity audit what is not shown in clear; null if its key is not known
 * @param note what cannot be found for want of a key, or null
 */
public record Keys(PersonMask receipts, KeyedHash audit, String note) {

    /**
     * @param config the job's configuration, as far as it is known
     * @param receiptsKey file with the key of receipts, or null for the configuration's
     * @throws ConfigException if a file cannot be read
     */
    public static Keys read(Configuration config, Path receiptsKey) {
        String named = config.get(DeliverOptions.HASH_KEY_FILE);
        Path file = receiptsKey == null && named != null ? Path.of(named) : receiptsKey;
        String receipts =
                file == null ? null : new String(bytes(file), StandardCharsets.UTF_8).strip();
        String auditFile = config.get(IdentityOptions.AUDIT_KEY_FILE);
        if (auditFile == null) {
            auditFile = config.get(PersonOptions.ULID_KEY_FILE);
        }
        KeyedHash audit = auditFile == null ? null : new KeyedHash(bytes(Path.of(auditFile)));
        return new Keys(new PersonMask(receipts), audit, note(file == null, audit == null));
    }

    private static String note(boolean published, boolean noAudit) {
        if (published && noAudit) {
            return "Receipts show emails, phones and devices as hashes. No key was given, so they"
                    + " were looked for under the published one; if your job has a"
                    + " receipts.hash-key-file, give --config or --hash-key-file. In the identity"
                    + " audit they can be found with --config only.";
        } else if (noAudit) {
            return "In the identity audit, emails, phones, devices, carts and orders can be found"
                    + " with --config only: it names the key of their hashes.";
        }
        return null;
    }

    private static byte[] bytes(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IOException e) {
            throw new ConfigException(List.of("the key file " + file + " cannot be read here"));
        }
        throw new ConfigException(List.of("the key file " + file + " is empty"));
    }
}
