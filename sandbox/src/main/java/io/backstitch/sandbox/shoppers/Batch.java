package io.backstitch.sandbox.shoppers;

import java.util.List;

/**
 * One upload of a device as mParticle forwards it.
 *
 * @param device whose; null for the backend's and Customer.io's own
 * @param mpid mParticle id it is filed under; also the record's key
 * @param who user identities and attributes at its end
 * @param emailTyped the email as this batch spells it, or null
 * @param junk an identifier that is none, or null
 * @param events possibly none
 * @param arrival when it reaches Kafka, epoch milliseconds
 * @param receivedAt when mParticle received it; part of the bytes
 * @param batchId new with every upload
 * @param requestId the same for a byte-for-byte repeat
 * @param numericIds 64-bit ids and customer id as JSON numbers
 * @param origin what kind of traffic it is
 */
record Batch(
        Device device,
        long mpid,
        Who who,
        String emailTyped,
        String junk,
        List<ClientEvent> events,
        long arrival,
        long receivedAt,
        long batchId,
        String requestId,
        boolean numericIds,
        Origin origin) {

    enum Origin {
        SHOP,
        DEVELOPMENT,
        CUSTOMER_IO,
        CLOCK
    }

    /** The same events uploaded again: new ids for all that the server numbers. */
    Batch uploadedAgain(long newArrival, long newBatchId, String newRequestId) {
        return new Batch(
                device,
                mpid,
                who,
                emailTyped,
                junk,
                events,
                newArrival,
                newArrival - 1500,
                newBatchId,
                newRequestId,
                numericIds,
                origin);
    }

    /** Arriving at another time, byte for byte the same. */
    Batch arriving(long newArrival) {
        return new Batch(
                device,
                mpid,
                who,
                emailTyped,
                junk,
                events,
                newArrival,
                receivedAt,
                batchId,
                requestId,
                numericIds,
                origin);
    }
}
