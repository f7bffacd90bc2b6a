package io.backstitch.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractTest {
    @TempDir Path directory;

    @Test
    void thePackagedContractHoldsTheShoppingEvents() {
        Contract contract = Contract.packaged();

        assertThat(contract.version()).isEqualTo("1.1.0");
        assertThat(contract.events())
                .extracting(EventType::name)
                .containsExactly(
                        "product_viewed",
                        "product_added_to_wishlist",
                        "add_to_cart",
                        "remove_from_cart",
                        "cart_viewed",
                        "cart_updated",
                        "checkout_started",
                        "order_completed",
                        "order_updated",
                        "order_refunded",
                        "order_cancelled",
                        "account_created",
                        "logged_in",
                        "subscribed",
                        "unsubscribed",
                        "cart_abandoned",
                        "cart_recovery_suppressed",
                        "cart_recovered");
        assertThat(contract.item())
                .extracting(Field::name)
                .containsExactly("product_id", "sku", "name", "category", "quantity", "price");
        assertThat(contract.profile())
                .filteredOn(Field::personal)
                .extracting(Field::name)
                .containsExactly("email", "phone", "first_name", "last_name");
    }

    @Test
    void namesAreComparedWithoutCaseSpacesAndPunctuation() {
        assertThat(Names.fold("Checkout - Started!")).isEqualTo("checkoutstarted");
        assertThat(Names.foldEvent("checkoutStarted")).isEqualTo("checkoutstarted");
        assertThat(Names.foldEvent("commerce:Remove_From_Cart"))
                .isEqualTo("commerce:removefromcart");
    }

    @Test
    void aDirectoryAddsAndReplacesSchemas() throws IOException {
        write("contract.json", "{\"version\": \"1.0.0-shop\"}");
        write(
                "StoreVisited.avsc",
                "{\"type\":\"record\",\"name\":\"StoreVisited\",\"doc\":\"In a shop.\","
                        + "\"event\":\"store_visited\",\"fields\":[{\"name\":\"store_id\","
                        + "\"type\":\"string\",\"doc\":\"Which.\",\"required\":true}]}");

        Contract contract = Contract.extendedBy(directory);

        assertThat(contract.version()).isEqualTo("1.0.0-shop");
        assertThat(contract.events()).extracting(EventType::name).contains("store_visited");
        assertThat(contract.events()).hasSize(19);
    }

    @Test
    void anExampleOfTheSchemaIsShownAndOneOfAnotherFormIsAFault() throws IOException {
        write("contract.json", "{\"version\": \"1.0.0\"}");
        String schema =
                "{\"type\":\"record\",\"name\":\"Seen\",\"doc\":\"Seen.\",\"event\":\"seen\","
                        + "\"fields\":[{\"name\":\"floor\",\"type\":\"long\",\"doc\":\"Which.\","
                        + "\"required\":true,\"example\":%s}]}";
        write("Seen.avsc", schema.formatted("7"));

        Field floor =
                Contract.extendedBy(directory).events().stream()
                        .filter(event -> event.name().equals("seen"))
                        .findAny()
                        .orElseThrow()
                        .fields()
                        .get(0);

        assertThat(Examples.of(floor)).isEqualTo("7");
        write("Seen.avsc", schema.formatted("\"seventh\""));
        assertThatThrownBy(() -> Contract.extendedBy(directory))
                .hasMessageContaining("the example \"seventh\" has not the form integer");
    }

    @Test
    void allFaultsAreToldInOneMessage() throws IOException {
        write("Broken.avsc", "{\"type\":\"record\"");
        write(
                "Twice.avsc",
                "{\"type\":\"record\",\"name\":\"Twice\",\"event\":\"twice\","
                        + "\"synonyms\":[\"Order Completed\"],\"fields\":[{\"name\":\"a\","
                        + "\"type\":\"string\",\"doc\":\"A.\",\"cio\":\"furlong\"}]}");

        assertThatThrownBy(() -> Contract.extendedBy(directory))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("Broken.avsc: missing or not JSON")
                .hasMessageContaining("contract.json")
                .hasMessageContaining("Twice.avsc: has no doc")
                .hasMessageContaining("furlong")
                .hasMessageContaining("not required, so its type must be")
                .hasMessageContaining("would mean both order_completed and twice");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content, StandardCharsets.UTF_8);
    }
}
