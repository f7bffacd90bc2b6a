package io.backstitch.sandbox.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.testing.RequiresTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** States of the page that a real sandbox is hard to bring into, from canned answers. */
@RequiresTool("browser")
class PageStatesIT {

    private static PageReader page;

    private CannedSandbox sandbox;

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
    void start() throws IOException {
        String report = canned("demo");
        sandbox =
                new CannedSandbox(new SandboxPage().withReport(() -> report))
                        .with("/sandbox/api/summary", canned("summary"))
                        .with("/sandbox/api/people", canned("people"))
                        .with("/sandbox/api/people/a3f0e1b7c500", canned("person"))
                        .with("/sandbox/api/journeys/cart-recovery", canned("journey"));
        page.window(1280, 900, "light");
    }

    @AfterEach
    void stop() {
        page.leave();
        sandbox.close();
    }

    @Test
    void shouldSayClearlyThatTheSandboxIsGoneAndGoOnWhenItAnswersAgain() {
        open("/");
        page.await("2,011");

        sandbox.failWith(500);
        page.await("The sandbox answered with an error (500).");
        sandbox.failWith(200);
        Awaitility.await().until(() -> page.text("#alert").isEmpty());
        sandbox.close();
        page.await("The sandbox is gone.");

        assertThat(page.text("main")).contains("2,011");
        assertThat(page.text("#clock")).isEqualTo("gone");
    }

    @Test
    void shouldRestWhileNobodyLooks() {
        String asked = "performance.getEntriesByType('resource').length";
        open("/");
        page.await("2,011");
        page.browser()
                .script(
                        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
                                + "document.dispatchEvent(new Event('visibilitychange'))");

        // The time of two polls passes in the page.
        Object more =
                page.browser()
                        .asyncScript(
                                "const done = arguments[0], before = "
                                        + asked
                                        + "; setTimeout(() => done("
                                        + asked
                                        + " - before), 2200)");
        assertThat(more).isEqualTo(0L);

        Object before = page.browser().script("return " + asked);
        page.browser()
                .script(
                        "delete document.hidden;"
                                + "document.dispatchEvent(new Event('visibilitychange'))");
        Awaitility.await().until(() -> !before.equals(page.browser().script("return " + asked)));
    }

    @Test
    void shouldKeepWhatIsTypedAndFocusedWhileTheNumbersChange() {
        open("/#/people");
        page.await("1–50 of 2,011 people");
        assertThat(page.text("main")).contains("Page 1 of 41", "Zoë Müller-Østergaard");

        page.browser().driver().findElement(By.cssSelector("body")).sendKeys("/");
        WebElement field = page.focused();
        sandbox.with("/sandbox/api/people", "{\"total\":0,\"people\":[]}");
        field.sendKeys("nobody & co");
        page.await("Nobody found");

        assertThat(page.address()).endsWith("#/people?q=nobody+%26+co");
        assertThat(page.focused()).isEqualTo(field);
        assertThat(field.getDomProperty("value")).isEqualTo("nobody & co");
    }

    @Test
    void shouldShowHostileNamesAsText() {
        for (String path : PATHS.stream().map(p -> p.substring(p.indexOf('/'))).toList()) {
            open(path);
            Awaitility.await().until(() -> !page.texts("main h2, main tbody tr").isEmpty());
            assertThat(page.browser().script("return window.hacked")).isNull();
            assertThat(page.texts("main img, main script, main svg[onload]")).isEmpty();
            assertThat(page.complaints()).isEmpty();
        }
        open("/#/people");
        page.await("<img src=x onerror=\"window.hacked=1\"> <script>window.hacked=2</script>");
    }

    @Test
    void shouldShowTheDemosReport() {
        open("/demo");
        page.await("1 promise broken");

        assertThat(page.text("main"))
                .contains("P7", "A late purchase still suppresses", "3,121", "seed 42");
        assertThat(page.text("nav [aria-current]")).isEqualTo("Promises");
        assertThat(page.texts("main li a")).containsExactly("Flink’s web UI");
        assertThat(page.texts("main li")).contains("Not a link");
    }

    @Test
    void shouldSayWhatIsMissing() {
        sandbox.with(
                "/sandbox/api/summary",
                "{\"now\":1795000000,\"clockMode\":\"system\",\"people\":0,\"anonymousIds\":0,"
                        + "\"operations\":{},\"eventsByName\":{},\"requests\":0,\"faultsInjected\":{},"
                        + "\"journeys\":[],\"opsPerSecond\":0}");
        sandbox.with("/sandbox/api/people", "{\"total\":0,\"people\":[]}");

        open("/");
        page.await("No event yet. The first one shows up here as soon as it is accepted.");
        open("/#/people");
        page.await("Nobody here yet");
        open("/#/people/unknown");
        page.await("Nobody has this cio_id");
        open("/#/journeys/unknown");
        page.await("There is no such journey");
        open("/#/elsewhere");
        page.await("There is no such page");
    }

    private static final List<String> PATHS =
            List.of(
                    "overview /",
                    "people /#/people",
                    "person /#/people/a3f0e1b7c500",
                    "journeys /#/journeys",
                    "journey /#/journeys/cart-recovery",
                    "demo /demo");

    @ParameterizedTest
    @CsvSource({"1280, light", "400, dark"})
    void shouldFitTheWindow(int width, String scheme) {
        page.window(width, 1500, scheme);
        for (String nameAndPath : PATHS) {
            String name = nameAndPath.substring(0, nameAndPath.indexOf(' '));
            open(nameAndPath.substring(nameAndPath.indexOf('/')));
            Awaitility.await().until(() -> !page.texts("main h1").isEmpty());
            page.picture(name + "-" + width + "-" + scheme);
            assertThat((Long) page.browser().script("return document.body.scrollWidth"))
                    .as("%s must not scroll sideways", name)
                    .isLessThanOrEqualTo(width);
        }
    }

    private void open(String path) {
        page.open(sandbox.uri("/").resolve(path));
    }

    private static String canned(String name) {
        try (InputStream in = PageStatesIT.class.getResourceAsStream(name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
