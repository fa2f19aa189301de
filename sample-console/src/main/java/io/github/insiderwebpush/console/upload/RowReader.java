package io.github.insiderwebpush.console.upload;

import java.util.Locale;
import java.util.stream.Collectors;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.InvalidCampaignException;
import io.github.insiderwebpush.console.campaign.CampaignQueue;

import org.springframework.stereotype.Component;

/**
 * Makes a campaign of a row, by the starter's own rules.
 */
@Component
class RowReader {

	private final CampaignQueue queue;

	RowReader(CampaignQueue queue) {
		this.queue = queue;
	}

	/**
	 * Return the campaign.
	 * @throws BadRowException if the row is none
	 */
	CreateCampaign read(CsvRecord row) {
		if (row.getFieldCount() != CampaignFile.COLUMNS.size()) {
			throw new BadRowException(
					"has " + row.getFieldCount() + " columns, but must have " + CampaignFile.COLUMNS.size() + " ("
							+ String.join(",", CampaignFile.COLUMNS) + "): put a title with a comma in double quotes");
		}
		boolean toAll = toAll(row.getField(2).strip().toLowerCase(Locale.ROOT));
		CreateCampaign.Builder draft = CreateCampaign.titled(row.getField(0).strip()).toAllSubscribers(toAll);
		String language = row.getField(1).strip();
		try {
			return this.queue.complete((language.isEmpty() ? draft : draft.language(language)).build());
		}
		catch (InvalidCampaignException ex) {
			throw new BadRowException(words(ex));
		}
	}

	private static boolean toAll(String text) {
		return switch (text) {
			case "true", "yes", "1" -> true;
			case "false", "no", "0", "" -> false;
			default -> throw new BadRowException("to_all must be true or false, but is '" + cut(text) + "'");
		};
	}

	private static String words(InvalidCampaignException ex) {
		return ex.problems()
			.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + " " + String.join(", and ", entry.getValue()))
			.collect(Collectors.joining("; "));
	}

	private static String cut(String text) {
		return (text.length() > 50) ? text.substring(0, 50) + "…" : text;
	}

	/**
	 * A row that is no campaign. Its message is the reason.
	 */
	static final class BadRowException extends RuntimeException {

		BadRowException(String reason) {
			super(reason);
		}

		@Override
		public String getMessage() {
			return String.valueOf(super.getMessage());
		}

	}

}
