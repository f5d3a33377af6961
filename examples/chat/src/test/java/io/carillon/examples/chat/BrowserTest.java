package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.redis.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The page, in a real browser: two windows, one on each instance. */
@Timeout(120)
class BrowserTest {
    /** Kept, so that the level is: the driver warns of every browser that is newer than itself. */
    private static final Logger SELENIUM_LOG = Logger.getLogger("org.openqa.selenium");

    private static WebDriver browser;

    private TwoInstances instances;
    private String ada;
    private String grace;

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void openTwoWindows() throws Exception {
        // Once for all tests, but not before all of them: a test that is skipped there is not counted as skipped.
        if (browser == null) {
            browser = openBrowser();
        }
        instances = new TwoInstances(RedisProcess.freePort());
        ada = openWindow(instances.first());
        grace = openWindow(instances.second());
    }

    @AfterEach
    void closeWindows() {
        if (instances == null) {
            return; // skipped
        }
        for (String window : List.of(ada, grace)) {
            browser.switchTo().window(window).close();
        }
        browser.switchTo().window(browser.getWindowHandles().iterator().next());
        instances.close();
    }

    @Test
    void twoWindowsOnTwoInstancesSeeEachOthersWords() {
        join(ada, "Ada", "lobby");
        join(grace, "Grace", "lobby");

        say(ada, "hello from the first instance");
        awaitText(grace, "#log .entry:last-child .text", "hello from the first instance");
        awaitText(grace, "#log .entry:last-child .name", "Ada");
        awaitText(grace, "#log .entry:last-child .badge", "instance-1");

        say(grace, "hello from the second 👋");
        awaitText(ada, "#log .entry:last-child .text", "hello from the second 👋");
        awaitText(ada, "#log .entry:last-child .badge", "instance-2");
    }

    @Test
    void bothWindowsShowWhoIsInTheRoomAndWhere() {
        join(ada, "Ada", "lobby");
        join(grace, "Grace", "lobby");

        awaitText(ada, "#instance", "instance-1");
        awaitTexts(ada, "#instances li", "Ada (you)", "Grace");
        awaitTexts(ada, "#instances .badge", "instance-1", "instance-2");
        awaitText(grace, "#instance", "instance-2");
        awaitTexts(grace, "#instances li", "Ada", "Grace (you)");
        awaitText(grace, "#sum", "2 connections on 2 instances");

        in(grace).findElement(By.id("leave")).click();
        awaitText(ada, "#log .entry:last-child", "Grace left the room");
        awaitTexts(ada, "#instances li", "Ada (you)");
    }

    @Test
    void namesAndWordsAreNeverMarkup() {
        String markup = "<img src=x onerror=\"document.title='broken'\">";
        join(ada, markup, "50 % & <b>more</b>/less");
        join(grace, "Grace", "50 % & <b>more</b>/less");

        say(ada, markup);
        awaitText(grace, "#log .entry:last-child .text", markup);
        awaitText(grace, "#log .entry:last-child .name", markup);
        awaitTexts(grace, "#instances li", markup, "Grace (you)");
        awaitText(grace, "#room-title", "50 % & <b>more</b>/less");
        assertThat(in(grace).findElements(By.cssSelector("main img, main b"))).isEmpty();
        assertThat(browser.getTitle()).isEqualTo("Carillon chat");
    }

    @Test
    void aWindowFindsBackWhenItsInstanceComesBack() throws StartupException {
        join(ada, "Ada", "lobby");
        join(grace, "Grace", "lobby");

        instances.stopSecond();
        await(grace, () -> assertThat(text("#connection")).contains("Trying again"));
        assertThat(in(grace).findElement(By.id("send")).isEnabled()).isFalse();
        awaitText(ada, "#log .entry:last-child", "Grace left the room");

        instances.startSecondAgain();
        awaitText(grace, "#connection", "Connected");
        awaitText(ada, "#log .entry:last-child", "Grace joined the room");
        say(ada, "welcome back");
        awaitText(grace, "#log .entry:last-child .text", "welcome back");
    }

    @Test
    void aWindowThatIsToldWhenToComeBackDoesSoThen() {
        Object said = ((ChromeDriver) in(ada)).executeScript("""
            comeBack('going away, retry in 7000 ms');
            const said = document.getElementById('connection').textContent;
            leave();
            return said;
            """);
        assertThat(said).isEqualTo("Connection lost (going away). Trying again in 7 s");
    }

    @Test
    void aTokenAmongTheSubprotocolsOpensTheDoorAndIsNotEchoed() {
        String token = Entry.token(instances.first(), "Ada");
        Object heard = ((ChromeDriver) in(ada)).executeAsyncScript("""
            const [token, done] = arguments;
            const socket = new WebSocket(`ws://${location.host}/ws/chat/lobby`, ['carillon', 'carillon.bearer.' + token]);
            socket.onmessage = event => { done([socket.protocol, event.data]); socket.close(); };
            socket.onclose = event => done(['closed', String(event.code)]);
            """, token);
        assertThat(heard).isEqualTo(List.of("carillon", "Welcome Ada to lobby!"));
    }

    @Test
    void aNameThatCannotBeIsExplained() {
        join(ada, "x".repeat(257), "lobby");
        awaitText(ada, "#refusal", "Your name is too long: at most 256 bytes of UTF-8.");
    }

    private static WebDriver openBrowser() throws IOException {
        SELENIUM_LOG.setLevel(Level.SEVERE);
        Path chromium = Parts.find("browser", "chromium", "chromium-browser", "google-chrome");
        Path driver = Parts.find("browser", "chromedriver");
        Path profile = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "browser-");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        // Named, so that nothing is looked for on the network.
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver.toFile())
                        .withTimeout(Duration.ofSeconds(60))
                        .build(),
                options);
    }

    private static String openWindow(int port) {
        browser.switchTo().newWindow(WindowType.WINDOW);
        browser.get("http://localhost:" + port + "/");
        return browser.getWindowHandle();
    }

    private static WebDriver in(String window) {
        return browser.switchTo().window(window);
    }

    private static void join(String window, String user, String room) {
        in(window).findElement(By.id("user")).sendKeys(user);
        WebElement roomField = browser.findElement(By.id("room"));
        roomField.clear();
        roomField.sendKeys(room, Keys.ENTER);
        if (user.length() <= 256) {
            await(window, () -> assertThat(text("#log")).contains("Welcome " + user + " to " + room + "!"));
        }
    }

    /** By script, because the driver cannot type what is outside the basic plane. */
    private static void say(String window, String words) {
        WebElement field = in(window).findElement(By.id("message"));
        ((ChromeDriver) browser).executeScript("arguments[0].value = arguments[1]", field, words);
        field.sendKeys(Keys.ENTER);
    }

    private static String text(String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    private static void awaitText(String window, String selector, String expected) {
        await(window, () -> assertThat(text(selector)).isEqualTo(expected));
    }

    private static void awaitTexts(String window, String selector, String... expected) {
        await(
                window,
                () -> assertThat(browser.findElements(By.cssSelector(selector)))
                        .map(WebElement::getText)
                        .containsExactly(expected));
    }

    private static void await(String window, Runnable assertion) {
        in(window);
        // The page redraws what it shows, so an element may be gone by the time that its text is asked for.
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(assertion::run);
    }
}
