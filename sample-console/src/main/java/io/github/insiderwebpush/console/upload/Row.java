package io.github.insiderwebpush.console.upload;

import java.util.List;

import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.console.campaign.LaunchTimes;
import io.github.insiderwebpush.console.campaign.Message;
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
 * @param message its message, {@code null} if the row has none
 * @param times when it is planned to be launched, {@code null} if it is not
 * @param cells its message and times as they are in the file
 */
public record Row(long line, String title, String language, String audience, List<String> problems,
		@Nullable CreateCampaign draft, @Nullable Message message, @Nullable LaunchTimes times, List<String> cells) {

	public Row {
		problems = List.copyOf(problems);
		cells = List.copyOf(cells);
	}

	Row with(String problem) {
		return new Row(this.line, this.title, this.language, this.audience, List.of(problem), null, this.message, null,
				this.cells);
	}

}
