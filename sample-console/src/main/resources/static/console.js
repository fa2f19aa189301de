"use strict";

const POLL_MILLIS = 2000;

function say(text, link) {
	const bar = document.getElementById("problem");
	bar.firstElementChild.textContent = text;
	bar.querySelector("a").hidden = !link;
	bar.hidden = false;
}

// Whatever was typed stays in the form: a refused request replaces nothing.
document.addEventListener("htmx:responseError", (event) => {
	const status = event.detail.xhr.status;
	if (status === 401) {
		say("You were signed out. Sign in again in another tab, then repeat this. What you typed is kept.", true);
	}
	else if (status === 413) {
		say("The file is larger than 8 MB: split it.");
	}
	else if (status === 503) {
		say("The database cannot be used at the moment. What you typed is kept: try again in a minute.");
	}
	else {
		say("The console refused this (" + status + "). What you typed is kept: load the page again if it persists.");
	}
});

document.addEventListener("htmx:sendError", () => {
	say("The console does not respond. Queued campaigns are safe. This page recovers by itself; what you typed is kept.");
});

document.addEventListener("htmx:afterRequest", (event) => {
	if (event.detail.successful) {
		document.getElementById("problem").hidden = true;
	}
});

// A file that grows too large for the server is refused before it is sent.
document.addEventListener("htmx:confirm", (event) => {
	const file = event.target.querySelector && event.target.querySelector("input[type=file]");
	if (file && file.files.length > 0 && file.files[0].size > 8 * 1024 * 1024) {
		event.preventDefault();
		say("The file is larger than 8 MB: split it.");
	}
});

// An error text marks its field.
function mark() {
	document.querySelectorAll("[data-error]").forEach((field) => {
		const error = document.getElementById(field.dataset.error);
		if (error && error.textContent.trim()) {
			field.setAttribute("aria-invalid", "true");
		}
		else {
			field.removeAttribute("aria-invalid");
		}
	});
}

document.addEventListener("htmx:afterSettle", (event) => {
	mark();
	if (event.target === document.body) {
		const first = document.querySelector("[aria-invalid=true]") || document.querySelector("[data-focus]");
		if (first) {
			first.focus();
		}
	}
});
document.addEventListener("DOMContentLoaded", mark);

// The queue is polled while the page is visible: any number of tabs can be open.
setInterval(() => {
	const progress = document.getElementById("progress");
	if (progress && document.visibilityState === "visible") {
		htmx.trigger(progress, "poll");
	}
}, POLL_MILLIS);
document.addEventListener("visibilitychange", () => {
	const progress = document.getElementById("progress");
	if (progress && document.visibilityState === "visible") {
		htmx.trigger(progress, "poll");
	}
});

// A list in use stays as it is: not under a finger, not with a selection or an open menu.
function inUse(list) {
	return list.contains(document.activeElement) || list.querySelector("input:checked, details[open]") !== null;
}

document.addEventListener("htmx:beforeRequest", (event) => {
	if (event.target.id === "campaigns" && event.detail.requestConfig.verb === "get" && inUse(event.target)) {
		event.preventDefault();
		stale = true;
	}
});

let stale = false;
setInterval(() => {
	const list = document.getElementById("campaigns");
	if (stale && list && !inUse(list)) {
		stale = false;
		htmx.trigger(list, "refresh");
	}
}, POLL_MILLIS);

// One menu is open at a time, and Escape closes it.
document.addEventListener("toggle", (event) => {
	if (event.target.matches && event.target.matches("details.menu") && event.target.open) {
		document.querySelectorAll("details.menu[open]").forEach((other) => {
			if (other !== event.target) {
				other.open = false;
			}
		});
	}
}, true);
document.addEventListener("keydown", (event) => {
	if (event.key === "Escape") {
		document.querySelectorAll("details.menu[open]").forEach((menu) => {
			menu.open = false;
			menu.querySelector("summary").focus();
		});
	}
});
document.addEventListener("click", (event) => {
	document.querySelectorAll("details.menu[open]").forEach((menu) => {
		if (!menu.contains(event.target)) {
			menu.open = false;
		}
	});
});

// Files can be dropped on the zone.
["dragover", "dragleave", "drop"].forEach((type) => document.addEventListener(type, (event) => {
	const zone = event.target.closest && event.target.closest(".drop");
	if (!zone) {
		return;
	}
	event.preventDefault();
	zone.classList.toggle("over", type === "dragover");
	if (type === "drop" && event.dataTransfer.files.length > 0) {
		zone.querySelector("input[type=file]").files = event.dataTransfer.files;
	}
}));

// All rows of the page.
document.addEventListener("change", (event) => {
	if (event.target.id === "all-rows") {
		document.querySelectorAll("#campaigns tbody input[type=checkbox]").forEach((box) => {
			box.checked = event.target.checked;
		});
	}
});

// A first campaign, added elsewhere, ends the empty state.
document.addEventListener("campaigns-changed", () => {
	if (document.getElementById("empty") && !document.getElementById("first-file").value) {
		location.reload();
	}
});
