package io.github.insiderwebpush.console.upload;

import java.util.List;

import io.github.insiderwebpush.campaign.CreateCampaign;
import org.jspecify.annotations.Nullable;

/**
 * A row of a file.
 *
 * @param line the line in the file that the row begins at, from 1
 * @param title its name as it is in the file, at most 120 characters of it
 * @param language its language as it is in the file, at most 40 characters of it
 * @param audience its audience in words, or as it is in the file
 * @param problems everything that is wrong with it
 * @param draft the campaign, {@code null} if something is wrong
 */
public record Row(long line, String title, String language, String audience, List<String> problems,
		@Nullable CreateCampaign draft) {

	public Row {
		problems = List.copyOf(problems);
	}

	Row with(String problem) {
		return new Row(this.line, this.title, this.language, this.audience, List.of(problem), null);
	}

}
