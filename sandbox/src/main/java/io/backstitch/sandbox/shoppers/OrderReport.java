package io.backstitch.sandbox.shoppers;

import java.util.List;

/**
 * One record of the order backend.
 *
 * @param status PLACED, UPDATED or REFUNDED
 * @param messageId the backend's id of this report; null where it sends none
 * @param occurredAt epoch milliseconds
 * @param arrival when it reaches Kafka
 * @param anonymousId device stamp if the backend knows it, else null
 * @param revenueMinor of a refund: what is given back
 * @param buyer whose name stands on it
 */
record OrderReport(
        String status,
        String orderId,
        String messageId,
        long occurredAt,
        long arrival,
        String customerId,
        String emailTyped,
        String cartId,
        String anonymousId,
        long revenueMinor,
        Figures figures,
        List<Product.Line> lines,
        Persona buyer) {

    boolean placed() {
        return status.equals("PLACED");
    }

    String contractName() {
        return switch (status) {
            case "UPDATED" -> "order_updated";
            case "REFUNDED" -> "order_refunded";
            default -> "order_completed";
        };
    }

    OrderReport arriving(long newArrival) {
        return new OrderReport(
                status,
                orderId,
                messageId,
                occurredAt,
                newArrival,
                customerId,
                emailTyped,
                cartId,
                anonymousId,
                revenueMinor,
                figures,
                lines,
                buyer);
    }
}
