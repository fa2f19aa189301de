package io.github.insiderwebpush.campaign;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CampaignId}, {@link CreatedCampaign} and {@link LaunchedCampaign}.
 */
class CampaignIdTests {

	@Test
	void holdsTheVendorsNumber() {
		assertThat(CampaignId.of(1697300275).value()).isEqualTo(1697300275L);
		assertThat(CampaignId.of(Long.MAX_VALUE).value()).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void isWrittenAsItsNumber() {
		assertThat(CampaignId.of(25696)).hasToString("25696");
	}

	@Test
	void sameNumberIsTheSameId() {
		assertThat(CampaignId.of(25696)).isEqualTo(new CampaignId(25696)).isNotEqualTo(CampaignId.of(25697));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE })
	void numberThatIsNotPositiveIsRefused(long value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CampaignId.of(value))
			.withMessage("'value' must be a positive campaign id, but is " + value);
	}

	@Test
	@SuppressWarnings("NullAway")
	void createdCampaignHasIdAndTitle() {
		CreatedCampaign created = new CreatedCampaign(CampaignId.of(1), "Summer sale");
		assertThat(created.id()).isEqualTo(CampaignId.of(1));
		assertThat(created.title()).isEqualTo("Summer sale");
		assertThatIllegalArgumentException().isThrownBy(() -> new CreatedCampaign(null, "Summer sale"));
		assertThatIllegalArgumentException().isThrownBy(() -> new CreatedCampaign(CampaignId.of(1), null));
	}

	@Test
	@SuppressWarnings("NullAway")
	void launchedCampaignHasAnId() {
		assertThat(new LaunchedCampaign(CampaignId.of(1)).id()).isEqualTo(CampaignId.of(1));
		assertThatIllegalArgumentException().isThrownBy(() -> new LaunchedCampaign(null));
	}

}
