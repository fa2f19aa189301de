package io.github.insiderwebpush.bulk;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.campaign.CreateCampaign;
import io.github.insiderwebpush.campaign.CreatedCampaign;
import io.github.insiderwebpush.campaign.LaunchedCampaign;
import io.github.insiderwebpush.client.WebPushTemplate;

import org.springframework.util.Assert;

/**
 * Creates or launches many campaigns, as fast as the budget allows and for as long as
 * that takes. Items wait in the background line of the limiter's queue, so that another
 * call is never behind more than one of them.
 * <p>
 * A run reads its items one after the other and only a few ahead, and holds no thread
 * while it waits. Iterator, mapping and listener are called one at a time, on threads of
 * the application's task executor: transactions and scopes that are bound to the caller's
 * thread are not available there. The items must be finite, because each has a result.
 * <p>
 * A failed item does not end a run. Rejected credentials, disabled launches, five
 * launches in a row of unknown outcome, and the shutdown of the application do: requests
 * on the wire are waited for, and the rest is not attempted.
 * <p>
 * Safe for use by several threads; runs at the same time take turns.
 *
 * @since 0.1.0
 */
public class WebPushBulk {

	/**
	 * As many exchanges as leave half of Spring Boot's default task executor to others,
	 * and one item that waits.
	 */
	private static final int DEFAULT_CONCURRENCY = 5;

	private final BulkClient client;

	private final int concurrency;

	/**
	 * Create runs for an account.
	 * @param template the client of the account
	 */
	public WebPushBulk(WebPushTemplate template) {
		this(template, DEFAULT_CONCURRENCY);
	}

	/**
	 * Create runs for an account, with a choice of how much a run does at once.
	 * @param template the client of the account
	 * @param concurrency how many items of a run may be under way, of which one waits for
	 * the budget and the others for their answers; each of these needs a thread of the
	 * task executor. Without this it is 5; a launch budget of 100 a second can only be
	 * used up with more
	 */
	public WebPushBulk(WebPushTemplate template, int concurrency) {
		this(BulkClient.of(template), concurrency);
	}

	WebPushBulk(BulkClient client, int concurrency) {
		Assert.isTrue(concurrency > 0, () -> "'concurrency' must be positive, but is " + concurrency);
		this.client = client;
		this.concurrency = concurrency;
	}

	/**
	 * Create drafts.
	 * @param items the sources of drafts; a {@link Collection} gives progress a total
	 * @param mapping makes a draft of an item; if it fails, that is the item's result
	 * @param listener called after each item, one at a time and with {@code done}
	 * counting up; if it fails, the run goes on
	 * @param <T> the type of the items
	 * @return a started run
	 */
	public <T> BulkRun<T, CreatedCampaign> createAll(Iterable<? extends T> items,
			Function<? super T, CreateCampaign> mapping, Consumer<? super BulkProgress> listener) {
		Assert.notNull(mapping, "'mapping' must not be null");
		return begin(items, (item) -> {
			CreateCampaign campaign = mapped(item, mapping);
			return () -> this.client.calls().createCampaignAsync(campaign);
		}, WebPushOperation.CREATE, BulkItemStatus.CREATED, listener);
	}

	/**
	 * Launch campaigns. A launch is public and cannot be taken back; none is ever sent
	 * twice by a run, unless an item is there twice. Five launches in a row whose outcome
	 * is unknown end the run: the API is probably down, and a person has to check each of
	 * them.
	 * @param items the campaigns to launch; a {@link Collection} gives progress a total
	 * @param mapping makes a launch of an item; if it fails, that is the item's result
	 * @param listener called after each item, one at a time and with {@code done}
	 * counting up; if it fails, the run goes on
	 * @param <T> the type of the items
	 * @return a started run
	 */
	public <T> BulkRun<T, LaunchedCampaign> launchAll(Iterable<? extends T> items,
			Function<? super T, BulkLaunch> mapping, Consumer<? super BulkProgress> listener) {
		Assert.notNull(mapping, "'mapping' must not be null");
		return begin(items, (item) -> {
			BulkLaunch launch = mapped(item, mapping);
			return () -> this.client.calls().launchCampaignAsync(launch.id(), launch.message());
		}, WebPushOperation.LAUNCH, BulkItemStatus.LAUNCHED, listener);
	}

	private <T, R> BulkRun<T, R> begin(Iterable<? extends T> items, Function<T, Supplier<CompletableFuture<R>>> prepare,
			WebPushOperation operation, BulkItemStatus success, Consumer<? super BulkProgress> listener) {
		Assert.notNull(items, "'items' must not be null");
		Assert.notNull(listener, "'listener' must not be null");
		Integer total = (items instanceof Collection<?> collection) ? collection.size() : null;
		ProgressReporter progress = new ProgressReporter(this.client.timer(), this.client.interval().apply(operation),
				listener, total);
		BulkRun<T, R> run = new BulkRun<>(this.client, this.concurrency, items, prepare, success, progress);
		run.start();
		return run;
	}

	private static <T, M> M mapped(T item, Function<? super T, M> mapping) {
		M mapped = mapping.apply(item);
		Assert.notNull(mapped,
				"The mapping must not return null; an item that is not wanted must not be among the items");
		return mapped;
	}

}
