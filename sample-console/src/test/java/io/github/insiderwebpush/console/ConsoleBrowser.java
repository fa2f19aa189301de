package io.github.insiderwebpush.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.Alert;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Debian's Chromium without a window, with a profile of its own.
 */
final class ConsoleBrowser implements AutoCloseable {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	/**
	 * How long a page may take on a busy machine; no test waits for it unless it fails.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ChromeDriver driver;

	private ConsoleBrowser(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Start the browser, or skip the tests where there is none.
	 */
	static ConsoleBrowser start() throws IOException {
		if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
			String skipped = "SKIPPED, the console was not tried in a browser: " + CHROMIUM + " or " + DRIVER
					+ " is missing (Debian packages chromium and chromium-driver)";
			System.out.println(skipped);
			Assumptions.abort(skipped);
		}
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		Path profile = Files.createTempDirectory(Path.of("target"), "chromium-").toAbsolutePath();
		ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM.toFile())
			.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
					"--disable-background-networking", "--disable-component-update", "--disable-sync",
					"--user-data-dir=" + profile);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile())
			.usingAnyFreePort()
			.build();
		return new ConsoleBrowser(new ChromeDriver(service, options));
	}

	/**
	 * Open a page as on a system of that colour scheme, {@code light} or {@code dark}.
	 */
	void open(URI page, String scheme) {
		scheme(scheme);
		this.driver.get(page.toString());
	}

	void scheme(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	void leave() {
		this.driver.get("about:blank");
		problems();
	}

	/**
	 * Wait until the element shows that text.
	 * @return all the text that a person sees in it
	 */
	String text(String id, String awaited) {
		return until((driver) -> {
			String text = driver.findElement(By.id(id)).getText();
			return text.contains(awaited) ? text : null;
		});
	}

	List<String> texts(String selector) {
		return until(
				(driver) -> driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList());
	}

	void click(String button) {
		use(By.xpath("//button[starts-with(normalize-space(), '" + button + "')]"), WebElement::click);
	}

	void clickId(String id) {
		use(By.id(id), WebElement::click);
	}

	/**
	 * Choose a time in a field that each country types in another way.
	 */
	void chooseTime(String id, String value) {
		until(ExpectedConditions.presenceOfElementLocated(By.id(id)));
		this.driver.executeScript(
				"arguments[0].value = arguments[1]; "
						+ "arguments[0].dispatchEvent(new Event('input', { bubbles: true }));",
				this.driver.findElement(By.id(id)), value);
	}

	/**
	 * Replace what stands in a field, as by keyboard.
	 */
	void type(String id, String text) {
		clear(id);
		this.driver.findElement(By.id(id)).sendKeys(text);
	}

	void clear(String id) {
		until(ExpectedConditions.presenceOfElementLocated(By.id(id)));
		this.driver.findElement(By.id(id)).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
	}

	void file(String id, Path file) {
		this.driver.findElement(By.id(id)).sendKeys(file.toAbsolutePath().toString());
	}

	/**
	 * Follow a link by what a screen reader calls it, with the keyboard.
	 */
	void follow(String text) {
		use(By.xpath("//a[starts-with(normalize-space(), '" + text + "')]"), (link) -> link.sendKeys(Keys.ENTER));
	}

	/**
	 * What the browser complained about since it was last asked: errors of scripts, and
	 * what the page's own policy forbade. A request that ended because the page was left
	 * is none, though htmx writes two lines of it; one that failed has a line of its own,
	 * such as {@code htmx:sendError}.
	 */
	List<String> problems() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.filter((message) -> !message.contains("\"htmx:sendAbort") && !message.contains("\"htmx:afterRequest"))
			.toList();
	}

	/**
	 * What axe finds wrong with the page, without best practices that are no standard.
	 */
	List<String> accessibilityProblems() {
		try (InputStream in = ConsoleBrowser.class.getResourceAsStream("/axe.min.js")) {
			this.driver.executeScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		Object found = this.driver.executeAsyncScript("""
				const done = arguments[arguments.length - 1];
				axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((result) => done(
					result.violations.flatMap((violation) => violation.nodes.map((node) =>
						violation.id + " at " + node.target.join(" ") + ": " + node.failureSummary))));""");
		return ((List<?>) found).stream().map(String::valueOf).toList();
	}

	/**
	 * Press keys wherever the focus is.
	 */
	void press(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	/**
	 * Press Tab until the focus is on the element of that ID.
	 */
	void tabTo(String id) {
		for (int i = 0; i < 60; i++) {
			if (id.equals(this.driver.switchTo().activeElement().getDomAttribute("id"))) {
				return;
			}
			press(Keys.TAB);
		}
		throw new AssertionError("No key press leads to " + id);
	}

	String focused() {
		return String.valueOf(this.driver.switchTo().activeElement().getDomAttribute("id"));
	}

	String attribute(String id, String name) {
		return String.valueOf(this.driver.findElement(By.id(id)).getDomAttribute(name));
	}

	/**
	 * Accept the question that the page asks.
	 * @return the question
	 */
	String acceptDialog() {
		until(ExpectedConditions.alertIsPresent());
		Alert alert = this.driver.switchTo().alert();
		String question = alert.getText();
		alert.accept();
		return question;
	}

	/**
	 * Wait for the parts that a page loads after itself.
	 */
	void awaitParts() {
		until((driver) -> driver.findElements(By.cssSelector("[hx-trigger=load]")).isEmpty());
	}

	/**
	 * Cut the connection to the console, or restore it.
	 */
	void offline(boolean offline) {
		this.driver.executeCdpCommand("Network.enable", Map.of());
		this.driver.executeCdpCommand("Network.emulateNetworkConditions",
				Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
	}

	String newTab(URI page) {
		this.driver.switchTo().newWindow(WindowType.TAB);
		this.driver.get(page.toString());
		return this.driver.getWindowHandle();
	}

	String tab() {
		return this.driver.getWindowHandle();
	}

	void switchTo(String tab) {
		this.driver.switchTo().window(tab);
	}

	void closeOtherTabs() {
		List<String> tabs = List.copyOf(this.driver.getWindowHandles());
		for (String tab : tabs.subList(1, tabs.size())) {
			switchTo(tab);
			this.driver.close();
		}
		switchTo(tabs.get(0));
	}

	/**
	 * Delete the cookies, as an expired login does.
	 */
	void signOutByTime() {
		this.driver.manage().deleteAllCookies();
	}

	/**
	 * Click on a link to a file.
	 * @return what the browser stored
	 */
	String download(String id, Path folder) throws IOException {
		this.driver.executeCdpCommand("Browser.setDownloadBehavior",
				Map.of("behavior", "allow", "downloadPath", folder.toAbsolutePath().toString()));
		use(By.id(id), WebElement::click);
		until((driver) -> stored(folder) != null);
		return Files.readString(Objects.requireNonNull(stored(folder)));
	}

	private static Path stored(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(".csv")).findFirst().orElse(null);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void choose(String id, String option) {
		use(By.xpath("//select[@id='" + id + "']/option[normalize-space() = '" + option + "']"), WebElement::click);
	}

	/**
	 * Tick a box or open what is folded.
	 */
	void select(String selector) {
		use(By.cssSelector(selector), WebElement::click);
	}

	void awaitText(String selector, String text) {
		until(ExpectedConditions.textToBePresentInElementLocated(By.cssSelector(selector), text));
	}

	String value(String id, String property) {
		return until((driver) -> String.valueOf(driver.findElement(By.id(id)).getDomProperty(property)));
	}

	void awaitValue(String id, Predicate<String> condition) {
		until((driver) -> condition.test(value(id, "textContent")));
	}

	void awaitHidden(String id) {
		until(ExpectedConditions.invisibilityOfElementLocated(By.id(id)));
	}

	URI at() {
		return URI.create(this.driver.getCurrentUrl());
	}

	void awaitAt(String path) {
		until((driver) -> at().getPath().equals(path));
	}

	String colour(String selector, String property) {
		return this.driver.findElement(By.cssSelector(selector)).getCssValue(property);
	}

	/**
	 * Make the page so wide, in CSS pixels, and as high as it has content.
	 */
	Dimension resize(int width) {
		return resize(width, Integer.MAX_VALUE);
	}

	Dimension resize(int width, int mostHeight) {
		override(width, 600);
		Dimension content = content();
		override(width, Math.min(mostHeight, content.getHeight()));
		return content();
	}

	byte[] screenshot() {
		return this.driver.getScreenshotAs(OutputType.BYTES);
	}

	private void override(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	private Dimension content() {
		return new Dimension(number("scrollWidth"), number("scrollHeight"));
	}

	private int number(String property) {
		Object value = this.driver.executeScript("return document.documentElement." + property);
		return ((Number) value).intValue();
	}

	/**
	 * Wait, also over the moment in which the page replaces what is looked at.
	 */
	private <T> T until(ExpectedCondition<T> condition) {
		return new WebDriverWait(this.driver, PATIENCE).ignoring(StaleElementReferenceException.class).until(condition);
	}

	/**
	 * Use what the page may be about to replace: then it was not used, and its successor
	 * is.
	 */
	private void use(By place, Consumer<WebElement> use) {
		new WebDriverWait(this.driver, PATIENCE)
			.ignoring(ElementNotInteractableException.class, StaleElementReferenceException.class)
			.until((driver) -> {
				use.accept(driver.findElement(place));
				return true;
			});
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
