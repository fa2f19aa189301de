package io.github.insiderwebpush.console.launch;

import java.time.Duration;
import java.time.Instant;

import io.github.insiderwebpush.campaign.CampaignId;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.response.MockRestResponseCreators;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.test.web.client.ExpectedCount.never;
import static org.springframework.test.web.client.ExpectedCount.times;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.anything;

/**
 * The check right before a request is sent.
 */
class LaunchDeadlinesTests {

	private final LaunchDeadlines deadlines = new LaunchDeadlines(Duration.ofSeconds(5));

	private final RestClient.Builder builder = RestClient.builder().baseUrl("http://vendor.example");

	private final MockRestServiceServer server = MockRestServiceServer.bindTo(this.builder).build();

	@Test
	void launchWhoseTimeIsOverIsNotSent() {
		RestClient client = client();
		this.deadlines.set(CampaignId.of(7), Instant.now().minusMillis(1));
		this.server.expect(never(), anything());
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> send(client, HttpMethod.POST, "/v2/single/7"))
			.withMessageContaining("The time of the scheduled launch is over");
		this.server.verify();
	}

	@Test
	void otherRequestsAreSent() {
		RestClient client = client();
		this.deadlines.set(CampaignId.of(7), Instant.now().minusMillis(1));
		this.deadlines.set(CampaignId.of(8), Instant.now().plus(Duration.ofHours(1)));
		this.server.expect(times(4), anything()).andRespond(MockRestResponseCreators.withSuccess());
		send(client, HttpMethod.POST, "/v2/single/8");
		send(client, HttpMethod.POST, "/v1/single");
		send(client, HttpMethod.DELETE, "/v1/single/7");
		this.deadlines.remove(CampaignId.of(7));
		send(client, HttpMethod.POST, "/v2/single/7");
		this.server.verify();
	}

	private RestClient client() {
		this.deadlines.customize(this.builder);
		return this.builder.build();
	}

	private static void send(RestClient client, HttpMethod method, String path) {
		client.method(method).uri(path).retrieve().toBodilessEntity();
	}

}
