"use strict";

// Every request that changes something carries the token of this page.
document.addEventListener("htmx:configRequest", (event) => {
	const csrf = document.querySelector("meta[name=csrf]");
	if (csrf && csrf.content) {
		event.detail.headers[csrf.dataset.header] = csrf.content;
	}
});

// What was refused is said where the answer would have stood.
document.addEventListener("htmx:responseError", (event) => {
	const said = document.createElement("p");
	said.className = "problem";
	said.textContent = event.detail.xhr.status === 413
		? "The file is larger than 8 MB."
		: "The console refused this (" + event.detail.xhr.status + "). Load the page again.";
	event.detail.target.replaceChildren(said);
});

// Ready for the next one.
document.addEventListener("draft-queued", () => {
	document.getElementById("new").reset();
	document.getElementById("title").focus();
});

document.addEventListener("DOMContentLoaded", () => {
	const progress = document.getElementById("done");
	if (!progress) {
		return;
	}
	const words = document.getElementById("progress-words");
	const budget = document.getElementById("budget");
	const budgetWords = document.getElementById("budget-words");
	const connection = document.getElementById("connection");
	let version = null;

	const events = new EventSource("/page/events");
	events.addEventListener("progress", (event) => {
		const now = JSON.parse(event.data);
		connection.hidden = true;
		progress.max = Math.max(1, now.total);
		progress.value = now.total > 0 ? now.total - now.pending : 1;
		budget.max = now.limit;
		budget.value = now.available;
		if (words.textContent !== now.words) {
			words.textContent = now.words;
		}
		budgetWords.textContent = now.available + " of " + now.limit + " creates free, per " + now.periodSeconds + " s";
		const table = document.getElementById("campaigns");
		// Not under somebody's finger: a table in use is left alone until the focus leaves it.
		if (version !== now.version && !table.contains(document.activeElement)) {
			version = now.version;
			htmx.trigger(table, "refresh");
		}
	});
	events.addEventListener("error", () => {
		connection.hidden = false;
	});
});
