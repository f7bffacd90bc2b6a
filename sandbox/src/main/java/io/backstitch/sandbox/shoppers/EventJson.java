package io.backstitch.sandbox.shoppers;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;

/** Writes one event of a batch: a custom event with flat attributes or a commerce event. */
final class EventJson {
    private final JsonGenerator out;
    private final Batch batch;

    EventJson(JsonGenerator out, Batch batch) {
        this.out = out;
        this.batch = batch;
    }

    void write(ClientEvent event) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("data");
        switch (event.form()) {
            case CUSTOM -> custom(event);
            case COMMERCE -> commerce(event);
            case SCREEN -> out.writeStringField("screen_name", event.name());
            case APP_STATE -> out.writeStringField("application_transition_type", event.name());
            case SESSION_START, SESSION_END -> {}
        }
        number("timestamp_unixtime_ms", event.time());
        number("event_id", batch.batchId() * 31 + event.messageId().hashCode());
        out.writeStringField("source_message_id", event.messageId());
        number("session_start_unixtime_ms", 0);
        number("event_start_unixtime_ms", event.time());
        out.writeNumberField("event_num", 0);
        out.writeEndObject();
        out.writeStringField("event_type", type(event));
        out.writeEndObject();
    }

    private static String type(ClientEvent event) {
        return switch (event.form()) {
            case CUSTOM -> "custom_event";
            case COMMERCE -> "commerce_event";
            case SCREEN -> "screen_view";
            case SESSION_START -> "session_start";
            case SESSION_END -> "session_end";
            case APP_STATE -> "application_state_transition";
        };
    }

    private void custom(ClientEvent event) throws IOException {
        out.writeStringField("event_name", event.name());
        out.writeStringField("custom_event_type", event.order() ? "transaction" : "other");
        out.writeObjectFieldStart("custom_attributes");
        if (batch.origin() == Batch.Origin.CUSTOMER_IO) {
            out.writeStringField("mParticle Source Feed", "Customer.io");
        }
        if ("product_viewed".equals(event.contractName())) {
            if (!event.lines().isEmpty()) {
                Product product = event.lines().get(0).product();
                out.writeStringField("product_id", product.id());
                out.writeStringField("sku", product.sku());
                out.writeStringField("name", product.name());
                out.writeStringField("category", product.category());
                money(event, "price", product.priceMinor());
            }
            out.writeStringField("currency", "EUR");
        } else if (event.contractName() != null) {
            ids(event);
            out.writeStringField("items", items(event));
            if (event.figures() == null) {
                money(event, "value", event.valueMinor());
            } else {
                Figures figures = event.figures();
                money(event, "revenue", figures.revenue());
                money(event, "discount", figures.discount());
                money(event, "shipping", figures.shipping());
                money(event, "tax", figures.tax());
            }
            out.writeStringField("currency", "EUR");
        }
        out.writeEndObject();
    }

    private void ids(ClientEvent event) throws IOException {
        if (event.cartId() != null) {
            out.writeStringField("cart_id", event.cartId());
        }
        if (event.orderId() != null) {
            out.writeStringField("order_id", event.orderId());
        }
    }

    private void commerce(ClientEvent event) throws IOException {
        out.writeObjectFieldStart("product_action");
        out.writeStringField("action", event.name());
        out.writeNumberField("checkout_step", 0);
        Figures figures = event.figures();
        if (figures == null) {
            out.writeNullField("transaction_id");
            money(event, "total_amount", event.valueMinor());
        } else {
            out.writeStringField("transaction_id", event.orderId());
            money(event, "total_amount", figures.revenue());
            money(event, "tax_amount", figures.tax());
            money(event, "shipping_amount", figures.shipping());
        }
        out.writeArrayFieldStart("products");
        for (Product.Line line : event.lines()) {
            product(event, line);
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeNullField("promotion_action");
        out.writeNullField("product_impressions");
        out.writeNullField("shopping_cart");
        out.writeStringField("currency_code", "EUR");
        out.writeObjectFieldStart("custom_attributes");
        if (event.cartId() != null) {
            out.writeStringField("cart_id", event.cartId());
        }
        if (figures != null) {
            money(event, "discount", figures.discount());
        }
        out.writeEndObject();
    }

    private void product(ClientEvent event, Product.Line line) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", line.product().id());
        out.writeStringField("name", line.product().name());
        out.writeNullField("brand");
        out.writeStringField("category", line.product().category());
        out.writeNumberField("position", 0);
        money(event, "price", line.product().priceMinor());
        if (event.textPrices()) {
            out.writeStringField("quantity", Integer.toString(line.quantity()));
        } else {
            out.writeNumberField("quantity", line.quantity());
        }
        money(event, "total_product_amount", line.totalMinor());
        out.writeObjectFieldStart("custom_attributes");
        out.writeStringField("sku", line.product().sku());
        out.writeEndObject();
        out.writeEndObject();
    }

    /** Custom attributes are a map of text: lists travel as JSON text. */
    private String items(ClientEvent event) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = BatchJson.JSON.createGenerator(text)) {
            List<Product.Line> lines = event.lines();
            json.writeStartArray();
            for (Product.Line line : lines) {
                Product product = line.product();
                json.writeStartObject();
                json.writeStringField("product_id", product.id());
                json.writeStringField("sku", product.sku());
                json.writeStringField("name", product.name());
                json.writeStringField("category", product.category());
                json.writeNumberField("quantity", line.quantity());
                json.writeFieldName("price");
                json.writeNumber(decimal(product.priceMinor()));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text.toString();
    }

    private void money(ClientEvent event, String name, long minor) throws IOException {
        if (event.textPrices()) {
            out.writeStringField(name, decimal(minor).toPlainString());
        } else {
            out.writeNumberField(name, decimal(minor));
        }
    }

    private static BigDecimal decimal(long minor) {
        return BigDecimal.valueOf(minor, 2);
    }

    private void number(String name, long value) throws IOException {
        if (batch.numericIds()) {
            out.writeNumberField(name, value);
        } else {
            out.writeStringField(name, Long.toString(value));
        }
    }
}
