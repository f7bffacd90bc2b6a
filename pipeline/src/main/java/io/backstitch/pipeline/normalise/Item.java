package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.core.JsonGenerator;
import io.backstitch.schemas.contract.Field;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** One item in contract form: all contract fields in order, then what else the source told. */
final class Item {
    private final List<Field> fields;
    final Object[] values;
    final Extras extras = new Extras();

    Item(List<Field> fields) {
        this.fields = fields;
        this.values = new Object[fields.size()];
    }

    void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (int i = 0; i < values.length; i++) {
            out.writeFieldName(fields.get(i).name());
            Coercion.write(out, values[i]);
        }
        extras.write(out);
        out.writeEndObject();
    }

    Object get(String field) {
        for (int i = 0; i < values.length; i++) {
            if (fields.get(i).name().equals(field)) {
                return values[i];
            }
        }
        return null;
    }

    /** Price times quantity, or null if the price is unknown. */
    BigDecimal total() {
        return get("price") instanceof BigDecimal price
                        && get("quantity") instanceof BigDecimal quantity
                ? price.multiply(quantity)
                : null;
    }
}
