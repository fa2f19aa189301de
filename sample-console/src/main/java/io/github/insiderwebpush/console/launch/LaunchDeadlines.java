package io.github.insiderwebpush.console.launch;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.insiderwebpush.WebPushRestClientCustomizer;
import io.github.insiderwebpush.campaign.CampaignId;

import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Last check of a scheduled launch, right before its request is sent and after every wait
 * for the budget: it is not sent once its time is over.
 */
@Component
class LaunchDeadlines implements WebPushRestClientCustomizer {

	private final Map<String, Instant> deadlines = new ConcurrentHashMap<>();

	void set(CampaignId id, Instant notAfter) {
		this.deadlines.put(Long.toString(id.value()), notAfter);
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
		Instant notAfter = this.deadlines.get(path.substring(path.lastIndexOf('/') + 1));
		if (notAfter != null && !Instant.now().isBefore(notAfter)) {
			throw new IOException("The time of the scheduled launch is over");
		}
	}

}
