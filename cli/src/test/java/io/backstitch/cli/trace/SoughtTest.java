package io.backstitch.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.deliver.PersonMask;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoughtTest {
    private static final PersonMask MASK = new PersonMask("a key of receipts");

    @Test
    void anEmailIsFoundByItsHashHoweverItIsWritten() {
        Receipt receipt = Records.addToCart();
        receipt.setPerson(MASK.show("email:ann@shop.example"));
        assertThat(receipt.getPerson()).doesNotContain("ann");
        assertThat(Records.sought(" Ann@Shop.example ").in(receipt)).isEqualTo(IdKind.PERSON);
        assertThat(Records.sought("email:ann@shop.example").in(receipt)).isEqualTo(IdKind.PERSON);
        assertThat(Records.sought(receipt.getPerson()).in(receipt)).isEqualTo(IdKind.PERSON);
        assertThat(Records.sought("bob@shop.example").in(receipt)).isNull();
    }

    @Test
    void aDeviceAndACustomerKnownByPhoneAreFoundByTheirHashes() {
        Receipt receipt = Records.addToCart();
        receipt.setPerson(MASK.show("anonymous_id:5f0c"));
        assertThat(Records.sought("5f0c").in(receipt)).isEqualTo(IdKind.PERSON);
        receipt.setPerson(MASK.show("id:+4915112345678"));
        assertThat(Records.sought("+4915112345678").in(receipt)).isEqualTo(IdKind.PERSON);
    }

    @Test
    void anotherKeyFindsNobody() {
        Receipt receipt = Records.addToCart();
        receipt.setPerson(new PersonMask("another").show("email:ann@shop.example"));
        assertThat(Records.sought("ann@shop.example").in(receipt)).isNull();
    }

    @Test
    void theAuditIsSearchedUnderItsOwnKeyIfThatIsKnown() {
        IdentityAudit audit = Records.linked();
        assertThat(Records.sought("k-1").in(audit)).isEqualTo(IdKind.CART);
        Sought keyless = new Sought("k-1", EnumSet.allOf(IdKind.class), MASK, null, List.of());
        assertThat(keyless.in(audit)).isNull();
        assertThat(Records.sought("4711").in(audit)).isEqualTo(IdKind.PERSON);
    }

    @Test
    void idsAreSpelledAsThePipelineSpellsThem() {
        Receipt receipt = Records.order();
        assertThat(Records.sought("##1001").in(receipt)).isEqualTo(IdKind.ORDER);
        receipt.setEventId("0f8fad5b-d9cb-469f-a165-70867728950e");
        assertThat(Records.sought("0F8FAD5B-D9CB-469F-A165-70867728950E").in(receipt))
                .isEqualTo(IdKind.EVENT);
    }
}
