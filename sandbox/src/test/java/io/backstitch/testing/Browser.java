package io.backstitch.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * A headless Chromium with a fresh profile below {@code target/}, driven by the distribution's own
 * driver. It talks to loopback only and downloads nothing.
 */
public final class Browser implements AutoCloseable {

    private final ChromeDriver driver;

    private final Path profile;

    private Browser(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    /** Starts a browser. Guard the test with {@code @RequiresTool("browser")}. */
    public static Browser start() {
        Path profile = freshProfile();
        ToolBox tools = ToolBox.ofThisMachine();
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(tools.path("chromedriver").toFile())
                        .usingAnyFreePort()
                        .build();
        ChromeOptions options = new ChromeOptions();
        // Both paths explicit: Selenium Manager has nothing left to look for, or to download.
        options.setBinary(tools.path("chromium").toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en",
                "--window-size=1280,900",
                "--user-data-dir=" + profile);
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
        return new Browser(driver, profile);
    }

    /** The WebDriver of this browser. */
    public WebDriver driver() {
        return driver;
    }

    /** Runs a script in the page and returns its result. */
    public Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Runs a script that calls its last argument when it is done, with its result. */
    public Object asyncScript(String script, Object... arguments) {
        return driver.executeAsyncScript(script, arguments);
    }

    /** Calls a command of the Chrome DevTools protocol. */
    public Map<String, Object> devTools(String command, Map<String, Object> arguments) {
        return driver.executeCdpCommand(command, arguments);
    }

    /** Writes what the window shows to a PNG file. */
    public void screenshot(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the screenshot " + file, e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            // A straggling browser process may still write there; target/ is swept by a clean.
        }
    }

    private static Path freshProfile() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "browser").toAbsolutePath());
            return Files.createTempDirectory(folder, "profile-");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a browser profile below target/", e);
        }
    }
}
