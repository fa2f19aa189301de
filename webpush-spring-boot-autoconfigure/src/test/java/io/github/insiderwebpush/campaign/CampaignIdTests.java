package io.github.insiderwebpush.campaign;

import java.util.Map;

import io.github.insiderwebpush.statistics.BuilderId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CampaignId}, {@link CreatedCampaign} and {@link LaunchedCampaign}.
 */
class CampaignIdTests {

	@Test
	void holdsTheNumberOfInsiderOne() {
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
			.withMessage("'value' must be a positive campaign ID, but is " + value);
	}

	@ParameterizedTest
	@ValueSource(longs = { 25696, 1697300275, Long.MAX_VALUE })
	void isANumberInJsonBothWays(long value) {
		JsonMapper mapper = JsonMapper.builder().build();
		CreatedCampaign created = new CreatedCampaign(CampaignId.of(value), "Summer sale", BuilderId.of(value));
		String json = mapper.writeValueAsString(created);
		assertThat(json).contains("\"id\":" + value + ",").contains("\"builderId\":" + value);
		assertThat(mapper.readValue(json, CreatedCampaign.class)).isEqualTo(created);
		assertThat(mapper.readValue("\"" + value + "\"", CampaignId.class)).isEqualTo(CampaignId.of(value));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "1.5", "9223372036854775808", "{}", "\"a\"" })
	void otherJsonIsNoId(String json) {
		JsonMapper mapper = JsonMapper.builder().build();
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> mapper.readValue(json, CampaignId.class));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> mapper.readValue(json, BuilderId.class));
	}

	@Test
	void isANumberAsTheKeyOfAMapToo() {
		JsonMapper mapper = JsonMapper.builder().build();
		assertThat(mapper.writeValueAsString(Map.of(CampaignId.of(25696), 1))).isEqualTo("{\"25696\":1}");
	}

	@Test
	@SuppressWarnings("NullAway")
	void createdCampaignHasIdAndTitle() {
		CreatedCampaign created = new CreatedCampaign(CampaignId.of(1), "Summer sale", null);
		assertThat(created.id()).isEqualTo(CampaignId.of(1));
		assertThat(created.title()).isEqualTo("Summer sale");
		assertThatIllegalArgumentException().isThrownBy(() -> new CreatedCampaign(null, "Summer sale", null));
		assertThatIllegalArgumentException().isThrownBy(() -> new CreatedCampaign(CampaignId.of(1), null, null));
	}

	@Test
	@SuppressWarnings("NullAway")
	void launchedCampaignHasAnId() {
		assertThat(new LaunchedCampaign(CampaignId.of(1)).id()).isEqualTo(CampaignId.of(1));
		assertThatIllegalArgumentException().isThrownBy(() -> new LaunchedCampaign(null));
	}

}
