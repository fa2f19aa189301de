package io.github.insiderwebpush.autoconfigure;

import io.github.insiderwebpush.ratelimit.SharedBudget;

/**
 * Creates budgets that instances share.
 */
interface SharedBudgetFactory {

	/** How to do without. */
	String OR_LOCAL = """


			or keep a budget in each process:

			webpush:
			  rate-limit:
			    store: local""";

	/**
	 * Create a budget.
	 * @param key what instances share it by
	 * @param budget its name
	 */
	SharedBudget create(String key, String budget);

}
