package io.backstitch.sandbox.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.customerio.Behaviour;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.testing.RequiresTool;
import java.net.URI;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The page of a real sandbox in a real browser: two shoppers, one of whom buys late. */
@RequiresTool("browser")
class SandboxPageIT {

    /** 2026-11-22 16:00:00 UTC. */
    private static final long START = 1_795_363_200L;

    private static final String CART =
            "'cart_id':'k-771','items':[{'product_id':'p-118','sku':'SHOE-42-BLK','name':'Trail"
                    + " shoe, black','category':'shoes','quantity':1,'price':129.0}],'value':129.0";

    private static PageReader page;

    private CustomerIoSandbox sandbox;
    private Sender sender;

    @BeforeAll
    static void startBrowser() {
        page = new PageReader();
    }

    @AfterAll
    static void stopBrowser() {
        if (page != null) {
            page.close();
        }
    }

    @BeforeEach
    void start() {
        SandboxOptions options =
                SandboxOptions.builder()
                        .clock(Behaviour.ClockMode.TRAFFIC)
                        .page(new SandboxPage())
                        .build();
        sandbox = CustomerIoSandbox.start(options);
        sender = new Sender(sandbox);
        page.window(1280, 900, "light");
        shop();
    }

    @AfterEach
    void stop() {
        page.leave();
        sandbox.close();
    }

    private void shop() {
        sender.identify(
                "c-1",
                START,
                "'email':'ada@shop.example','first_name':'Ada','last_name':'<b>Lovelace</b>',"
                        + "'created_at':"
                        + START);
        sender.event("c-1", "add_to_cart", START - 900, "'event_source':'web'," + CART);
        sender.event("c-1", "cart_abandoned", START + 60, CART);
        sender.identify("c-2", START, "'email':'grace@shop.example','first_name':'Grace'");
        sender.event("c-2", "cart_abandoned", START + 120, CART.replace("k-771", "k-772"));
        sender.event("c-1", "order_completed", START - 300, "'order_id':'o-9'," + CART);
        sender.event(
                "c-1",
                "cart_recovery_suppressed",
                START + 600,
                "'order_id':'o-9','cart_id':'k-771','lateness':900");
        sandbox.setClock(START + 4 * 3600);
    }

    @Test
    void shouldCountLive() {
        open("/");
        page.await("cart_recovery_suppressed");
        assertThat(page.text("#clock"))
                .isEqualTo("live · 2026-11-22 20:00:00 UTC · time of the traffic");
        assertThat(page.texts(".tile").get(0)).startsWith("People\n2");

        sender.event("c-3", "product_viewed", START, "'sku':'SOCK-M'");

        Awaitility.await().until(() -> page.texts(".tile").get(0).startsWith("People\n3"));
        assertThat(page.text("main")).contains("product_viewed", "Cart recovery");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void shouldFindAPersonAndShowTheirHistoryInOrderOfAcceptance() {
        open("/#/people");
        page.await("2 people");
        page.browser().driver().findElement(By.id("q")).sendKeys("ADA@");
        page.await("1 person found");
        page.browser()
                .driver()
                .findElement(By.linkText("Ada <b>Lovelace</b>"))
                .sendKeys(Keys.ENTER);
        page.await("Activity");

        assertThat(page.texts(".feed h3"))
                .containsExactly(
                        "identify",
                        "add_to_cart",
                        "cart_abandoned",
                        "order_completed",
                        "cart_recovery_suppressed");
        assertThat(page.texts(".feed li.late .tag.warn"))
                .containsExactly("15 min late", "6 min late");
        assertThat(page.texts(".items").get(0)).contains("SHOE-42-BLK", "Trail shoe, black", "129");
        assertThat(page.text("main"))
                .contains("c-1", "1795363200", "2026-11-22 16:00:00 UTC")
                .contains("exited", "by order_completed");
        assertThat(page.focused().getTagName()).isEqualTo("h1");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void shouldPointAtDatesAndItemsOfTheWrongType() {
        sender.event(
                "c-4",
                "Checkout Started",
                START,
                "'created_at':1795363200000,'items':'[{}]','cart_id':'k-9'");
        String cioId = sandbox.personById("c-4").orElseThrow().cioId();

        open("/#/people/" + cioId);
        page.await("Checkout Started");

        assertThat(page.texts(".feed .tag.bad"))
                .containsExactly("not Unix seconds", "text, not a list");
    }

    @Test
    void shouldShowWhoLeftTheJourneyAndWhoWouldHaveBeenMailed() {
        open("/#/journeys");
        page.await("Cart recovery");
        page.follow("Cart recovery");
        page.await("How it is built");
        assertThat(page.texts(".stack tbody tr")).hasSize(2);

        page.follow("Would be mailed");

        Awaitility.await().until(() -> page.texts(".stack tbody tr").size() == 1);
        assertThat(page.texts(".stack tbody tr").get(0))
                .contains("grace@shop.example", "k-772", "would be mailed", "Trail shoe, black");
        page.follow("grace@shop.example");
        page.await("Grace");
        assertThat(page.complaints()).isEmpty();
    }

    private void open(String path) {
        page.open(URI.create(sandbox.uri() + path));
    }
}
