package io.github.insiderwebpush.sample;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.StreamSupport;

import io.github.insiderwebpush.WebPushOperation;
import io.github.insiderwebpush.sample.SandboxConfiguration.StandIn;
import io.github.insiderwebpush.test.Faults;
import io.github.insiderwebpush.test.WebPushSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;

import static io.github.insiderwebpush.sample.SampleClient.json;
import static io.github.insiderwebpush.test.WebPushSandboxAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Creating and listing campaigns, and what the sample says when it does not work.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "webpush.token=", "webpush.partner-id=", "webpush.retry.max-retries=0",
				"webpush.rate-limit.burst=1000", "webpush.rate-limit.create.limit-for-period=1000" })
class CampaignsTests {

	private static final String SEED = """
			{"title": "Title of campaign", "language": "en_GB", "toAllSubscribers": false}""";

	private final WebPushSandbox sandbox;

	private final SampleClient sample;

	CampaignsTests(@Autowired StandIn standIn, @Autowired Environment environment) {
		this.sandbox = standIn.sandbox();
		this.sample = new SampleClient(environment.getRequiredProperty("local.server.port", Integer.class));
	}

	@BeforeEach
	void reset() {
		this.sandbox.reset();
	}

	@Test
	void createdCampaignComesBackWithItsIdAndTitle() {
		HttpResponse<String> response = this.sample.post(SEED);
		assertThat(response.statusCode()).isEqualTo(201);
		assertThat(json(response).path("campaignId").longValue())
			.isEqualTo(this.sandbox.campaigns().get(0).id().value());
		assertThat(json(response).path("title").asString()).isEqualTo("Title of campaign");
		assertThat(this.sandbox).hasDraft("Title of campaign").received(WebPushOperation.CREATE, 1);
	}

	@Test
	void vendorGetsTheContractsSample() {
		this.sample.post(SEED);
		JsonNode sent = new JsonMapper().readTree(this.sandbox.requests().get(0).body());
		assertThat(sent).isEqualTo(new JsonMapper().readTree("""
				{"partner_id": "%s", "title": "Title of campaign", "language": "en_GB", "is_all": false}"""
			.formatted(this.sandbox.partnerId())));
	}

	@Test
	void campaignIsNotForAllSubscribersUnlessItSaysSo() {
		this.sample.post("""
				{"title": "For some", "language": "en_GB"}""");
		this.sample.post("""
				{"title": "For all", "language": "all_ALL", "toAllSubscribers": true}""");
		assertThat(this.sandbox.campaigns()).extracting("title", "toAllSubscribers")
			.containsExactly(tuple("For some", false), tuple("For all", true));
	}

	@Test
	void campaignsOfThisRunAreListedInOrder() {
		this.sample.create("First of the list", "en_GB");
		this.sample.create("Second of the list", "tr-TR");
		JsonNode list = json(this.sample.get("/campaigns"));
		assertThat(StreamSupport.stream(list.spliterator(), false).map((campaign) -> campaign.path("title").asString()))
			.containsSubsequence("First of the list", "Second of the list");
		assertThat(list.get(list.size() - 1).path("language").asString()).isEqualTo("tr_TR");
		assertThat(list.get(list.size() - 1).path("campaignId").longValue()).isPositive();
	}

	@Test
	void campaignThatWasRefusedIsNotListed() {
		this.sandbox.onNext(WebPushOperation.CREATE).failWith(Faults.unauthorized());
		this.sample.create("Never created", "en_GB");
		assertThat(this.sample.get("/campaigns").body()).doesNotContain("Never created");
	}

	@Test
	void secondCampaignOfATitleIs409ThatSaysInWordsThatItExists() {
		this.sample.post(SEED);
		HttpResponse<String> response = this.sample.post(SEED);
		assertProblem(response, 409, "DUPLICATE_TITLE", "NOT_APPLIED");
		assertThat(detail(response)).contains("'Title of campaign' already exists", "choose another title");
		assertThat(fields(response, "title")).contains("exists already");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			%101            | en_GB   | title    | must have at most 100 characters, but has 101
			'   '           | en_GB   | title    | must not be blank
			''              | en_GB   | title    | must not be blank
			Summer          | english | language | must be a locale such as en_GB
			Summer          | ''      | language | is required
			Summer          | en_gb   | language | must be a locale such as en_GB""")
	void campaignThatBreaksARuleIs400NamingFieldAndRuleAndIsNeverSent(String title, String language, String field,
			String rule) {
		HttpResponse<String> response = this.sample.create(title.equals("%101") ? "x".repeat(101) : title, language);
		assertProblem(response, 400, "INVALID_CAMPAIGN", "NOT_APPLIED");
		assertThat(fields(response, field)).contains(rule);
		assertThat(detail(response)).contains(field + ": ").contains(rule);
		assertThat(this.sandbox).receivedNothing();
	}

	@Test
	void titleOf100CharactersAmongThemEmojisIsTaken() {
		assertThat(this.sample.create("x".repeat(99) + "🎉", "en_GB").statusCode()).isEqualTo(201);
	}

	@Test
	void allProblemsAreNamedAtOnce() {
		HttpResponse<String> response = this.sample.create("", "english");
		assertThat(fields(response, "title")).isNotEmpty();
		assertThat(fields(response, "language")).isNotEmpty();
	}

	@Test
	void campaignWithoutLanguageIs400NamingIt() {
		HttpResponse<String> response = this.sample.post("""
				{"title": "No language"}""");
		assertProblem(response, 400, "INVALID_CAMPAIGN", "NOT_APPLIED");
		assertThat(fields(response, "language")).contains("is required");
		assertThat(this.sandbox).receivedNothing();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"title\": \"Cut", "", "null", "[]", "title=Summer" })
	void whatIsNoCampaignInJsonIs400(String body) {
		HttpResponse<String> response = this.sample.post(body);
		assertProblem(response, 400, "UNREADABLE_REQUEST", "NOT_APPLIED");
		assertThat(detail(response)).contains("must be JSON such as");
		assertThat(this.sandbox).receivedNothing();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"title": "Summer", "language": "en_GB", "toAllSubscriber": true}      | toAllSubscriber
			{"title": "Summer", "language": "en_GB", "toAllSubscribers": "maybe"}  | toAllSubscribers
			{"title": ["Summer"], "language": "en_GB"}                             | title""")
	void unknownFieldAndWrongTypeAre400NamingTheField(String body, String field) {
		HttpResponse<String> response = this.sample.post(body);
		assertProblem(response, 400, "UNREADABLE_REQUEST", "NOT_APPLIED");
		assertThat(fields(response, field)).contains("is true or false");
		assertThat(this.sandbox).receivedNothing();
	}

	@Test
	void lostAnswerIs504AndSaysThatTheCampaignMayExist() {
		this.sandbox.onNext(WebPushOperation.CREATE).dropResponse();
		HttpResponse<String> response = this.sample.post(SEED);
		assertProblem(response, 504, "NO_RESPONSE", "UNKNOWN");
		assertThat(detail(response)).contains("Perhaps the campaign exists now", "look for its title",
				"or create it again");
		assertThat(this.sandbox).hasDraft("Title of campaign");
	}

	@Test
	void bareFailedDependencyIs502WithUnknownOutcome() {
		this.sandbox.onNext(WebPushOperation.CREATE).failWith(Faults.failedDependency());
		HttpResponse<String> response = this.sample.post(SEED);
		assertProblem(response, 502, "FAILED_DEPENDENCY", "UNKNOWN");
		assertThat(detail(response)).contains("gives no reason", "Perhaps the campaign exists now");
	}

	@Test
	void answerWithoutAnIdIs502ThatSaysThatTheNumberIsLost() {
		this.sandbox.onNext(WebPushOperation.CREATE).afterApplying().respond(201, "{\"success\": true}");
		HttpResponse<String> response = this.sample.post(SEED);
		assertProblem(response, 502, "UNREADABLE_RESPONSE", "APPLIED");
		assertThat(detail(response)).contains("its number is lost");
	}

	@Test
	void refusedTokenIs502BecauseItIsNotTheCallersFault() {
		this.sandbox.onNext(WebPushOperation.CREATE).failWith(Faults.unauthorized());
		HttpResponse<String> response = this.sample.post(SEED);
		assertProblem(response, 502, "UNAUTHORIZED", "NOT_APPLIED");
		assertThat(detail(response)).contains("does not accept the token", "Nothing was created");
	}

	@Test
	void vendorsOwnComplaintIs422WithItsFields() {
		this.sandbox.onNext(WebPushOperation.CREATE).failWith(Faults.invalid("title", "The title is odd."));
		HttpResponse<String> response = this.sample.post(SEED);
		assertProblem(response, 422, "VALIDATION_FAILED", "NOT_APPLIED");
		assertThat(fields(response, "title")).contains("The title is odd.");
	}

	@Test
	void badRequestOfTheVendorsHasItsWordsAndTheHintAtTheTitle() {
		this.sandbox.onNext(WebPushOperation.CREATE).failWith(Faults.badRequest("Nope"));
		HttpResponse<String> response = this.sample.post(SEED);
		assertProblem(response, 422, "BAD_REQUEST", "NOT_APPLIED");
		assertThat(detail(response)).contains("\"Nope\"", "perhaps this one is");
	}

	@Test
	void unknownPathIsAProblemToo() {
		HttpResponse<String> response = this.sample.get("/nothing-here");
		assertProblem(response, 404, "UNREADABLE_REQUEST", "NOT_APPLIED");
	}

	@Test
	void callerWhoCannotTakeJsonGetsNoCampaignEither() {
		HttpResponse<String> response = this.sample.send(this.sample.request("/campaigns")
			.header("Content-Type", "application/json")
			.header("Accept", "text/csv")
			.POST(BodyPublishers.ofString(SEED)));
		assertThat(response.statusCode()).isEqualTo(406);
		assertThat(this.sandbox).receivedNothing();
	}

	private static void assertProblem(HttpResponse<String> response, int status, String error, String outcome) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		JsonNode problem = json(response);
		assertThat(problem.path("status").intValue()).isEqualTo(status);
		assertThat(problem.path("title").asString()).isNotBlank();
		assertThat(problem.path("detail").asString()).isNotBlank();
		assertThat(problem.path("error").asString()).isEqualTo(error);
		assertThat(problem.path("outcome").asString()).isEqualTo(outcome);
		assertThat(problem.path("fields").isObject()).isTrue();
	}

	private static String detail(HttpResponse<String> response) {
		return json(response).path("detail").asString();
	}

	private static String fields(HttpResponse<String> response, String field) {
		return json(response).path("fields").path(field).toString();
	}

}
