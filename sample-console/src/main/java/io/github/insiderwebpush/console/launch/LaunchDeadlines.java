package io.github.insiderwebpush.console.launch;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.campaign.CampaignId;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Last check of a scheduled launch, right before its request is sent and after every wait
 * for the budget. A request that is sent arrives in time.
 */
@Component
class LaunchDeadlines implements WebPushRestClientCustomizer {

	private final Map<String, Instant> deadlines = new ConcurrentHashMap<>();

	private final Duration way;

	LaunchDeadlines(@Value("${webpush.connect-timeout:5s}") Duration connectTimeout) {
		this.way = connectTimeout;
	}

	/**
	 * Return the time that a request may take from the last check to Insider One. One
	 * that has to connect takes at most the connect timeout.
	 */
	Duration way() {
		return this.way;
	}

	void set(CampaignId id, Instant lastMoment) {
		this.deadlines.put(Long.toString(id.value()), lastMoment);
	}

	void remove(CampaignId id) {
		this.deadlines.remove(Long.toString(id.value()));
	}

	@Override
	public void customize(RestClient.Builder builder) {
		builder.requestInterceptor((request, body, execution) -> {
			if (HttpMethod.POST.equals(request.getMethod())) {
				check(request.getURI());
			}
			return execution.execute(request, body);
		});
	}

	private void check(URI uri) throws IOException {
		String path = uri.getPath();
		Instant lastMoment = this.deadlines.get(path.substring(path.lastIndexOf('/') + 1));
		if (lastMoment != null && !Instant.now().isBefore(lastMoment)) {
			throw new IOException("The time of the scheduled launch is over");
		}
	}

}
