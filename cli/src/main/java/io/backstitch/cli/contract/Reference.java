package io.backstitch.cli.contract;

import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.ContractPage;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import io.backstitch.schemas.contract.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The reference of a contract: an index, one page per event, one each for items and profile. */
final class Reference {
    private static final String BACK = "[All events](index.md)";
    private static final List<String> SOURCES =
            List.of("property", "mParticle", "Segment, RudderStack", "topic of orders");

    private final Contract contract;
    private final FieldSources sources;
    private final Map<String, Page> pages = new LinkedHashMap<>();

    private Reference(Contract contract) {
        this.contract = contract;
        this.sources = new FieldSources(contract);
    }

    /** Pages by file name without ending; the same contract always gives the same ones. */
    static Map<String, Page> of(Contract contract) {
        Reference reference = new Reference(contract);
        reference.index();
        for (EventType event : contract.events()) {
            reference.event(event);
        }
        reference.item();
        reference.profile();
        return reference.pages;
    }

    private void index() {
        Page page = page("index", "The data contract, version " + contract.version());
        page.text(
                "What Customer.io receives, event by event. Each page says what an event means, which"
                        + " properties it has, where they come from, and shows it as it arrives.");
        List<List<String>> rows = new ArrayList<>();
        for (EventType event : contract.events()) {
            rows.add(
                    List.of(
                            "[" + event.name() + "](" + file(event) + ".md)",
                            event.doc(),
                            ContractPage.code(event.usedBy())));
        }
        page.heading(2, "Events");
        page.table(List.of("event", "meaning", "used by"), rows);
        page.heading(2, "What belongs to several events");
        page.text("[Items](item.md): the lines of carts and orders.");
        page.text("[Profile](profile.md): what is known about a person.");
        page.heading(2, "How to read it");
        page.text(ContractPage.NAMES);
        page.text(ContractPage.FORMS);
    }

    private void event(EventType event) {
        Page page = page(file(event), event.name());
        page.text(BACK);
        ContractPage.event(page, event);
        if (event.fields().stream().anyMatch(field -> field.form() == Form.ITEMS)) {
            page.text("What stands in `items`: [Items](item.md).");
        }
        page.heading(2, "Where it comes from");
        if (event.derived()) {
            page.text("Backstitch makes it from what it knows about carts and orders.");
        } else {
            page.text(names(event));
            table(page, event.fields(), field -> sources.of(event, field));
        }
        page.heading(2, "As Customer.io receives it");
        page.code("json", ExamplePayload.of(contract, event));
        page.text(
                "`event_id`, `event_source` and `contract_version` are in every event. Optional"
                        + " properties that are not known are absent.");
    }

    private static String names(EventType event) {
        List<String> actions = new ArrayList<>();
        for (String name : event.synonyms()) {
            if (name.startsWith("commerce:")) {
                actions.add(name.substring("commerce:".length()));
            }
        }
        return (actions.isEmpty()
                        ? "From mParticle as a custom event or a screen view"
                        : "From mParticle as product action "
                                + ContractPage.code(actions)
                                + ", or as a custom event")
                + ", from Segment as `track`, under any of its names. Properties may also be called"
                + " as listed under also known as."
                + (event.name().startsWith("order_")
                        ? " From the topic of orders by status; a mapping file says where a shop's"
                                + " own order records have the same."
                        : "");
    }

    private void item() {
        Page page = page("item", "Items");
        page.text(BACK);
        page.text(
                "One product line of a cart or an order. The same shape in every event: all fields"
                        + " are always written, null when unknown.");
        ContractPage.fields(page, contract.item());
        page.heading(2, "Where it comes from");
        table(page, contract.item(), sources::ofItem);
    }

    private void profile() {
        Page page = page("profile", "Profile");
        page.text(BACK);
        page.text("What Customer.io knows about a person. Unknown is absent, never false or zero.");
        if (!contract.profileUsedBy().isEmpty()) {
            page.text("Used by: " + ContractPage.code(contract.profileUsedBy()) + ".");
        }
        ContractPage.fields(page, contract.profile());
        page.heading(2, "Where it comes from");
        table(page, contract.profile(), sources::ofProfile);
        page.heading(2, "As Customer.io receives it");
        page.code("json", ExamplePayload.ofProfile(contract));
        page.text("Only what changed is sent.");
    }

    private static void table(
            Page page, List<Field> fields, Function<Field, FieldSources.Places> places) {
        if (fields.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Field field : fields) {
            FieldSources.Places place = places.apply(field);
            rows.add(
                    List.of(
                            "`" + field.name() + "`",
                            place.mparticle(),
                            place.segment(),
                            place.orders()));
        }
        page.table(SOURCES, rows);
    }

    private Page page(String file, String title) {
        Page page = new Page(title);
        pages.put(file, page);
        return page;
    }

    /** An event may be called like one of the other pages. */
    private static String file(EventType event) {
        return switch (event.name()) {
            case "index", "item", "profile" -> event.name() + "_event";
            default -> event.name();
        };
    }
}
