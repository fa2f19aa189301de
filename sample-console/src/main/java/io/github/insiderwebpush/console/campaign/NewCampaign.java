package io.github.insiderwebpush.console.campaign;

import io.github.insiderwebpush.campaign.CreateCampaign;
import org.jspecify.annotations.Nullable;

/**
 * Campaign that is to be queued.
 *
 * @param draft its name, language and audience
 * @param message its message without problems, {@code null} if it has none yet
 * @param schedule when it is planned to be launched, {@code null} if it is not
 */
public record NewCampaign(CreateCampaign draft, @Nullable Message message, @Nullable Schedule schedule) {

	static NewCampaign of(CreateCampaign draft) {
		return new NewCampaign(draft, null, null);
	}

	NewCampaign with(CreateCampaign draft) {
		return new NewCampaign(draft, this.message, this.schedule);
	}

}
