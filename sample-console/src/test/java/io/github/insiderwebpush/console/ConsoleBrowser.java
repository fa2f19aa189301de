package io.github.insiderwebpush.console;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
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
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
		this.driver.get(page.toString());
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
		until(ExpectedConditions.textToBePresentInElementLocated(By.id(id), awaited));
		return this.driver.findElement(By.id(id)).getText();
	}

	List<String> texts(String selector) {
		return this.driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
	}

	void click(String button) {
		use(By.xpath("//button[normalize-space()='" + button + "']"), WebElement::click);
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

	void tick(String name) {
		this.driver.findElement(By.name(name)).sendKeys(Keys.SPACE);
	}

	/**
	 * Follow a link by what a screen reader calls it, with the keyboard.
	 */
	void follow(String text) {
		use(By.xpath("//a[normalize-space()='" + text + "']"), (link) -> link.sendKeys(Keys.ENTER));
	}

	double value(String id) {
		return Double.parseDouble(this.driver.findElement(By.id(id)).getDomProperty("value"));
	}

	void awaitMoreThan(String id, double value) {
		until((driver) -> value(id) > value);
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

	String colour(String selector, String property) {
		return this.driver.findElement(By.cssSelector(selector)).getCssValue(property);
	}

	/**
	 * Make the page so wide, in CSS pixels, and as high as it has content.
	 */
	Dimension resize(int width) {
		override(width, 600);
		Dimension content = content();
		override(width, content.getHeight());
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

	private void until(ExpectedCondition<?> condition) {
		new WebDriverWait(this.driver, PATIENCE).until(condition);
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
