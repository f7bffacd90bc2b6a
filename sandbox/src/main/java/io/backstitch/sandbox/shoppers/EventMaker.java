package io.backstitch.sandbox.shoppers;

import io.backstitch.sandbox.shoppers.ClientEvent.Form;
import io.backstitch.sandbox.shoppers.ClientEvent.Verdict;
import java.util.List;

/** Makes the events a shopper's clients log, as tidy or untidy as their developers were. */
final class EventMaker {
    static final List<String> SCREENS = List.of("Home", "Product List", "My Cart", "Account");
    static final List<String> UNPLANNED =
            List.of("Spin The Wheel Opened", "Skin Quiz Finished", "Loyalty Card Flipped");

    private final Rng rng;
    private final Persona persona;
    private final Mess mess;
    private final MessTally tally;

    EventMaker(Rng rng, Persona persona, Mess mess, MessTally tally) {
        this.rng = rng;
        this.persona = persona;
        this.mess = mess;
        this.tally = tally;
    }

    ClientEvent plain(long now, Form form, String name, Verdict verdict) {
        return ClientEvent.bare(rng.uuid(), now, form, name, verdict);
    }

    ClientEvent shop(
            long now,
            String contractName,
            List<Product.Line> lines,
            Figures figures,
            String cartId,
            String orderId) {
        boolean custom = persona.customEvents();
        String name = custom ? contractName : Spelling.action(contractName);
        if (custom && rng.chance(mess.rate(MessKind.RENAMED_EVENT))) {
            tally.count(MessKind.RENAMED_EVENT);
            name = rng.pick(Spelling.otherNames(contractName));
        }
        boolean text = rng.chance(mess.rate(MessKind.TEXT_PRICE));
        if (text) {
            tally.count(MessKind.TEXT_PRICE);
        }
        return new ClientEvent(
                rng.uuid(),
                now,
                custom ? Form.CUSTOM : Form.COMMERCE,
                name,
                contractName,
                lines,
                figures,
                cartId,
                orderId,
                text,
                null);
    }

    /** A purchase without its order id, or a view without its product. */
    ClientEvent incomplete(long now) {
        List<Product.Line> lines = List.of(new Product.Line(rng.pick(Product.CATALOGUE), 1));
        boolean purchase = rng.chance(0.6);
        return new ClientEvent(
                rng.uuid(),
                now,
                Form.CUSTOM,
                purchase ? "order_completed" : "product_viewed",
                purchase ? "order_completed" : "product_viewed",
                purchase ? lines : List.of(),
                purchase ? Figures.of(lines, 0, 0) : null,
                null,
                null,
                false,
                Verdict.MISSING);
    }
}
