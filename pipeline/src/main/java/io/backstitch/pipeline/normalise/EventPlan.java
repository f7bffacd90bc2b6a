package io.backstitch.pipeline.normalise;

import io.backstitch.pipeline.record.Commerce;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import java.util.List;
import java.util.Locale;

/** One planned event, compiled. */
final class EventPlan {
    static final int NO_SLOT = -1;

    final EventType type;
    final List<Field> fields;
    final Slots slots;
    final int items;
    final int amount;
    final int currency;
    final Commerce.Kind kind;

    /** Spellings of a product's properties on the event itself; null where that is not allowed. */
    final Slots flat;

    /** Whether the event goes on without a required property, flagged. */
    final boolean flagged;

    EventPlan(EventType type, List<Field> item, boolean flagged) {
        this.flagged = flagged;
        this.type = type;
        this.fields = type.fields();
        this.slots = new Slots(fields, false);
        int itemsSlot = NO_SLOT;
        int amountSlot = NO_SLOT;
        int currencySlot = NO_SLOT;
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            itemsSlot = field.form() == Form.ITEMS ? i : itemsSlot;
            amountSlot = field.amount() ? i : amountSlot;
            currencySlot = field.form() == Form.CURRENCY ? i : currencySlot;
        }
        this.items = itemsSlot;
        this.amount = amountSlot;
        this.currency = currencySlot;
        this.kind =
                type.commerce() == null
                        ? null
                        : Commerce.Kind.valueOf(type.commerce().toUpperCase(Locale.ROOT));
        boolean flatItems = items != NO_SLOT && fields.get(items).flat();
        this.flat = flatItems ? new Slots(item, false) : null;
    }
}
