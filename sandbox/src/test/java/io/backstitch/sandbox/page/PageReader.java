package io.backstitch.sandbox.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.testing.Browser;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogType;

/** Opens the page in a browser and reads it the way a person would. */
final class PageReader implements AutoCloseable {

    private static final Path PICTURES = Path.of("target", "page");

    private final Browser browser = Browser.start();

    /** Opens an address from scratch and forgets what the console said so far. */
    void open(URI uri) {
        leave();
        complaints();
        browser.driver().get(uri.toString());
    }

    /** Leaves the page, so that it stops asking. */
    void leave() {
        browser.driver().get("about:blank");
    }

    /** Waits until the page shows this text. */
    void await(String part) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(text("body")).contains(part));
    }

    String text(String css) {
        Object text =
                browser.script(
                        "const e = document.querySelector(arguments[0]); return e ? e.innerText : ''",
                        css);
        return ((String) text).strip();
    }

    @SuppressWarnings("unchecked")
    List<String> texts(String css) {
        return (List<String>)
                browser.script(
                        "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.trim())",
                        css);
    }

    /** Follows a link whose text contains this. */
    void follow(String link) {
        browser.driver().findElement(By.partialLinkText(link)).click();
    }

    WebElement focused() {
        return browser.driver().switchTo().activeElement();
    }

    String address() {
        return browser.driver().getCurrentUrl();
    }

    Browser browser() {
        return browser;
    }

    /** What the browser wrote to its console: errors, violations of the content policy. */
    List<String> complaints() {
        return browser.driver().manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(Object::toString)
                .toList();
    }

    /** Pretends to be a window of this size on a system with this colour scheme. */
    void window(int width, int height, String scheme) {
        browser.devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        browser.devTools(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Leaves a picture of the window in {@code target/page}. */
    void picture(String name) {
        browser.screenshot(PICTURES.resolve(name + ".png"));
    }

    @Override
    public void close() {
        browser.close();
    }
}
