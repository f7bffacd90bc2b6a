package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What one order record says, whatever form it has.
 *
 * @param messageId the sender's id of this report, or null
 * @param name the event that it is in the contract
 * @param stated when it happened as stated, epoch milliseconds; 0 if nothing is stated
 * @param properties in the contract's words, values as found; the normaliser checks them
 * @param identifiers raw identifiers by level; what is absent or null is not known
 * @param attributes of the buyer
 * @param json the report as a dead letter shows it
 */
record OrderReport(
        String messageId,
        String name,
        long stated,
        ObjectNode properties,
        Map<String, String> identifiers,
        ObjectNode attributes,
        byte[] json) {}
