package io.backstitch.cli.contract;

import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which names mean what: folded spelling to the owner and to how it was written. */
final class Spellings {
    private final Map<String, String> owners = new LinkedHashMap<>();
    private final Map<String, String> written = new LinkedHashMap<>();

    private Spellings() {}

    static Spellings ofEvents(List<EventType> events) {
        Spellings spellings = new Spellings();
        for (EventType event : events) {
            spellings.add(Names.foldEvent(event.name()), event.name(), event.name());
            for (String synonym : event.synonyms()) {
                spellings.add(Names.foldEvent(synonym), event.name(), synonym);
            }
        }
        return spellings;
    }

    static Spellings ofFields(List<Field> fields) {
        Spellings spellings = new Spellings();
        for (Field field : fields) {
            spellings.add(Names.fold(field.name()), field.name(), field.name());
            for (String synonym : field.synonyms()) {
                spellings.add(Names.fold(synonym), field.name(), synonym);
            }
            for (String synonym : field.itemSynonyms()) {
                spellings.add(Names.fold(synonym), field.name(), synonym);
            }
        }
        return spellings;
    }

    private void add(String folded, String owner, String spelling) {
        owners.putIfAbsent(folded, owner);
        written.putIfAbsent(folded, spelling);
    }

    /** Whom a folded spelling means, or null. */
    String owner(String folded) {
        return owners.get(folded);
    }

    /** The spellings of one owner: folded to how it was written. */
    Map<String, String> of(String owner) {
        Map<String, String> own = new LinkedHashMap<>();
        owners.forEach(
                (folded, whose) -> {
                    if (whose.equals(owner)) {
                        own.put(folded, written.get(folded));
                    }
                });
        return own;
    }
}
