"use strict";

const MAX_TITLE_LENGTH = 100;
const FIELDS = ["title", "language", "toAllSubscribers"];
const form = document.getElementById("form");
const result = document.getElementById("result");

// Whatever came from elsewhere is put in as text, never as markup.
function say(text, className) {
  result.textContent = text;
  result.className = "result " + className;
}

function row(...cells) {
  const made = document.createElement("tr");
  for (const cell of cells) {
    made.insertCell().textContent = cell;
  }
  return made;
}

async function showAccount() {
  const account = await (await fetch("/account")).json();
  const place = document.getElementById("account");
  place.classList.toggle("live", account.live);
  const name = document.createElement("strong");
  name.textContent = account.live ? "Live account" : "Sandbox";
  place.replaceChildren(name, account.live
    ? "What you create here appears as a draft in your company's Insider One panel."
    : "A practice system on this computer. Nothing here reaches Insider One or a subscriber.");
  if (account.sandboxPage) {
    const link = document.getElementById("sandbox-page");
    link.href = account.sandboxPage;
    link.hidden = false;
  }
}

async function showCampaigns() {
  const campaigns = await (await fetch("/campaigns")).json();
  const rows = campaigns.reverse().map((campaign) => row(campaign.campaignId, campaign.title,
    campaign.language ?? "default", campaign.toAllSubscribers ? "all" : "a part"));
  if (rows.length) {
    document.getElementById("campaigns").replaceChildren(...rows);
  }
}

function showFields(fields) {
  for (const name of FIELDS) {
    const problems = fields[name] ?? [];
    document.getElementById(name + "-error").textContent = problems.map((problem) => "This " + problem + ".").join(" ");
    document.getElementById(name)?.setAttribute("aria-invalid", problems.length > 0);
  }
  form.querySelector("[aria-invalid=true]")?.focus();
}

function showCount() {
  const count = [...form.title.value].length;
  const place = document.getElementById("title-count");
  place.textContent = count + " of " + MAX_TITLE_LENGTH + " characters";
  place.classList.toggle("error", count > MAX_TITLE_LENGTH);
}

function wait(answer) {
  const seconds = answer.headers.get("Retry-After");
  return seconds ? " Try again in " + seconds + " seconds." : "";
}

async function create() {
  const answer = await fetch("/campaigns", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept": "application/json" },
    body: JSON.stringify({
      title: form.title.value,
      language: form.language.value,
      toAllSubscribers: form.toAllSubscribers.value === "true"
    })
  });
  const body = await answer.json();
  if (answer.ok) {
    showFields({});
    say("Created: “" + body.title + "” has the number " + body.campaignId + ".", "good");
    form.title.value = "";
    form.toAllSubscribers.value = "false";
    showCount();
    form.title.focus();
    await showCampaigns();
    return;
  }
  const known = FIELDS.some((name) => name in (body.fields ?? {}));
  say(answer.status === 400 && known ? "Not created: please correct what is marked above." : body.detail + wait(answer), "bad");
  showFields(body.fields ?? {});
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = document.getElementById("create");
  button.disabled = true;
  say("Creating… When many are created at once, this waits its turn.", "");
  try {
    await create();
  }
  catch (failure) {
    say("The service behind this page does not answer. Perhaps the campaign exists now: look at the list when it is back.", "bad");
  }
  button.disabled = false;
});
form.title.addEventListener("input", showCount);

showAccount().then(showCampaigns).catch(() => {
  document.getElementById("account").textContent = "The service behind this page does not answer: reload the page when it is back.";
});
