package io.github.insiderwebpush.console.campaign;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Part of the list that a page shows. It travels in the query of each address, so that an
 * action returns to where it was asked for.
 *
 * @param filter which campaigns
 * @param sort in which order
 * @param q text that the name or the last message contains, {@code null} or empty for any
 * @param page the page, from 1
 */
public record ListView(@Nullable CampaignFilter filter, @Nullable CampaignSort sort, @Nullable String q,
		@Nullable Integer page) {

	static final int ROWS = 20;

	@Override
	public CampaignFilter filter() {
		return Objects.requireNonNullElse(this.filter, CampaignFilter.ALL);
	}

	@Override
	public CampaignSort sort() {
		return Objects.requireNonNullElse(this.sort, CampaignSort.NEWEST);
	}

	@Override
	public String q() {
		return Objects.requireNonNullElse(this.q, "").strip();
	}

	@Override
	public Integer page() {
		return Math.max(1, Objects.requireNonNullElse(this.page, 1));
	}

	ListView withPage(int page) {
		return new ListView(this.filter, this.sort, this.q, page);
	}

	/**
	 * Return the text as a pattern of SQL.
	 */
	String pattern() {
		return "%" + q().toLowerCase(java.util.Locale.ROOT).replaceAll("([%_\\\\])", "\\\\$1") + "%";
	}

}
