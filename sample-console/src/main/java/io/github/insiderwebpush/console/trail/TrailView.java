package io.github.insiderwebpush.console.trail;

import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Part of the trail that a page shows.
 *
 * @param campaign the console's number of a campaign, {@code null} for all
 * @param who a person, {@code null} or empty for all
 * @param action an action, {@code null} for all
 * @param q text that the name of the campaign contains, {@code null} or empty for any
 * @param page the page, from 1
 */
public record TrailView(@Nullable Long campaign, @Nullable String who, @Nullable TrailAction action, @Nullable String q,
		@Nullable Integer page) {

	static final int ROWS = 20;

	@Override
	public String who() {
		return Objects.requireNonNullElse(this.who, "");
	}

	@Override
	public String q() {
		return Objects.requireNonNullElse(this.q, "").strip();
	}

	@Override
	public Integer page() {
		return Math.max(1, Objects.requireNonNullElse(this.page, 1));
	}

	TrailView withPage(int page) {
		return new TrailView(this.campaign, this.who, this.action, this.q, page);
	}

	/**
	 * Return the text as a pattern of SQL.
	 */
	String pattern() {
		return "%" + q().toLowerCase(Locale.ROOT).replaceAll("([%_\\\\])", "\\\\$1") + "%";
	}

}
