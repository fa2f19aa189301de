package io.github.insiderwebpush.test.contractcheck;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The report in Markdown: the responses of an account beside those of the sandbox.
 */
final class ContractReport {

	private final String token;

	private final String partnerId;

	ContractReport(String token, String partnerId) {
		this.token = token;
		this.partnerId = partnerId;
	}

	String write(Map<String, CheckedResponse> account, Map<String, CheckedResponse> sandbox, List<String> leftovers) {
		StringBuilder report = new StringBuilder("# Contract check\n\n## Open questions\n\n");
		line(report, "Text of a duplicate title", text(account.get("Create the same title again")));
		line(report, "Titles differ by case", created(account.get("Create the title in upper case")));
		line(report, "Titles differ by a space at the end",
				created(account.get("Create the title with a space at its end")));
		line(report, "A deleted title is free again", created(account.get("Create the title of the deleted draft")));
		line(report, "Form of IDs", text(account.get("Create a draft")));
		line(report, "Rate limit headers",
				account.values()
					.stream()
					.flatMap((response) -> response.headers().keySet().stream())
					.filter((name) -> name.contains("ratelimit"))
					.distinct()
					.sorted()
					.toList()
					.toString());
		report.append("\n## Responses\n\n| step | status | sandbox | text | sandbox | headers | ms |\n")
			.append("|---|---|---|---|---|---|---|\n");
		account.forEach((step, response) -> row(report, step, response, sandbox.get(step)));
		report.append("\n## Left in the account\n\n");
		leftovers.forEach((leftover) -> report.append("* ").append(cell(leftover)).append('\n'));
		if (leftovers.isEmpty()) {
			report.append("Nothing: all drafts were deleted.\n");
		}
		return report.toString();
	}

	private void line(StringBuilder report, String question, String result) {
		report.append("* ").append(question).append(": ").append(cell(result)).append('\n');
	}

	private void row(StringBuilder report, String step, CheckedResponse response, @Nullable CheckedResponse sandbox) {
		boolean same = sandbox != null && sandbox.status() == response.status();
		report.append("| ")
			.append(step)
			.append(" | ")
			.append(response.status())
			.append(" | ")
			.append((sandbox != null) ? Integer.toString(sandbox.status()) : "-")
			.append(same ? "" : " **differs**")
			.append(" | ")
			.append(cell(response.text()))
			.append(" | ")
			.append(cell(text(sandbox)))
			.append(" | ")
			.append(cell(response.headers().toString()))
			.append(" | ")
			.append(millis(response.time()))
			.append(" |\n");
	}

	private static String text(@Nullable CheckedResponse response) {
		return (response != null) ? response.text() : "-";
	}

	private static String created(@Nullable CheckedResponse response) {
		return (response == null) ? "-" : response.isSuccess() ? "yes" : "no (" + response.status() + ")";
	}

	private static String millis(Duration time) {
		return Long.toString(time.toMillis());
	}

	/**
	 * Return one line of text without the token, the partner ID and Markdown of a table.
	 */
	private String cell(String text) {
		return text.replace(this.token, "[token]")
			.replace(this.partnerId, "[partner ID]")
			.replaceAll("\\p{Cntrl}", " ")
			.replace("|", "\\|")
			.replace("<", "&lt;");
	}

}
