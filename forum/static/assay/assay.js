// What JavaScript adds; every page works without it. Keys, kept drafts, fresh times, the slider's number.
"use strict";

const store = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode keeps nothing */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* private mode keeps nothing */ } },
  keys() { try { return Object.keys(localStorage); } catch { return []; } },
};

// --- times: the words of the server's `moment` tag, in the page's language
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto", style: "short" });

function ago(date) {
  const seconds = (Date.now() - date.getTime()) / 1000;
  if (seconds < 60) return relative.format(0, "second");
  if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), "minute");
  if (seconds < 86400) return relative.format(-Math.floor(seconds / 3600), "hour");
  if (seconds < 604800) return relative.format(-Math.floor(seconds / 86400), "day");
  return null;
}

function refreshTimes() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const words = ago(new Date(time.dateTime));
    if (words && time.textContent !== words) time.textContent = words;
  }
}

// --- keys: j and k walk through a list or the posts of a thread
const dialog = document.getElementById("keys");
const items = () => [...document.querySelectorAll("[data-key-item]")];

function step(by) {
  const all = items();
  if (!all.length) return;
  const here = all.findIndex((item) => item.contains(document.activeElement));
  const first = all.findIndex((item) => item.getBoundingClientRect().bottom > 80);
  const next = here < 0 ? Math.max(first, 0) : Math.min(Math.max(here + by, 0), all.length - 1);
  const link = all[next].querySelector(".row-title a, h3 a, .post-time, a");
  if (!link) return;
  link.focus({ preventScroll: true, focusVisible: true });
  all[next].scrollIntoView({ block: "nearest" });
}

function focusReply() {
  const field = document.querySelector(".reply textarea");
  if (field) field.focus();
  return Boolean(field);
}

const actions = {
  j: () => step(1),
  k: () => step(-1),
  r: focusReply,
  "/": () => document.querySelector("[data-key='/']")?.focus(),
  "?": () => dialog?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || dialog?.open) return;
  const action = store.get("keys") === "off" ? event.key === "?" && actions["?"] : actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

const keysSwitch = document.querySelector("[data-keys-switch]");
if (keysSwitch) {
  keysSwitch.checked = store.get("keys") !== "off";
  keysSwitch.addEventListener("change", () => (keysSwitch.checked ? store.drop("keys") : store.set("keys", "off")));
}

// --- drafts: kept on this device until the text has arrived; signing out forgets them all
const draftKey = (form) => `draft:${form.dataset.draft}`;
let forgotten = false;
const textFields = (form) => [...form.querySelectorAll("textarea, input[type=text], input:not([type])")].filter((field) => field.name);

const textsOf = (form) => Object.fromEntries(textFields(form).map((field) => [field.name, field.value]));

function keepDraft(form, sent = false) {
  if (forgotten) return;
  const texts = textsOf(form);
  const key = sent ? form.elements.form_key?.value : undefined;
  const sequence = form.elements.draft_sequence?.value;
  if (Object.values(texts).some((text) => text.trim())) store.set(draftKey(form), JSON.stringify({ texts, sent, sequence, key }));
  else store.drop(draftKey(form));
}

function readDraft(form) {
  try { return JSON.parse(store.get(draftKey(form)) ?? "null"); } catch { return null; }
}

function showRestored(form) {
  const note = document.createElement("p");
  const drop = document.createElement("button");
  note.className = "draft-note";
  note.role = "status";
  note.textContent = `${form.dataset.restored ?? ""} `;
  drop.type = "button";
  drop.className = "button quiet";
  drop.textContent = form.dataset.discard ?? "×";
  drop.addEventListener("click", () => {
    store.drop(draftKey(form));
    form.reset();
    note.remove();
  });
  note.append(drop);
  form.prepend(note);
}

// The server's draft has moved on since this device last saved: what was typed here is shown beside it, never over it.
function showOther(form, texts) {
  // What the server's draft begins with is in it already: a file brought from here stands behind what was typed.
  const other = textFields(form)
    .map((field) => !field.value.startsWith((texts[field.name] ?? "").trim()) && texts[field.name])
    .filter(Boolean);
  if (!other.length) return;
  const note = document.createElement("p");
  const text = document.createElement("pre");
  note.className = "draft-note";
  note.role = "status";
  note.textContent = form.dataset.other ?? "";
  text.tabIndex = 0;
  text.dir = "auto";
  text.textContent = other.join("\n\n");
  form.prepend(note, text);
}

// The server has the beginning of what was typed here: this device left before it heard that its draft had been kept.
const goesOn = (form, texts) =>
  textFields(form).some((field) => field.value.trim()) &&
  textFields(form).every((field) => (texts[field.name] ?? "").startsWith(field.value.trim()));

function startDraft(form) {
  const draft = readDraft(form);
  const moved = draft?.texts && draft.sequence !== form.elements.draft_sequence?.value && !goesOn(form, draft.texts);
  const arrived = draft?.sent && /^#p\d+$/.test(location.hash);
  if (arrived) store.drop(draftKey(form));
  else if (moved) showOther(form, draft.texts);
  else if (draft?.texts && !form.querySelector("[data-error-summary]")) {
    let restored = false;
    for (const field of textFields(form)) {
      const text = draft.texts[field.name];
      if (!text || text === field.value) continue;
      if (field.value.trim() && field.value !== field.defaultValue) continue;
      field.value = text;
      restored = true;
    }
    if (restored) showRestored(form);
  }
  let waiting = 0;
  const keep = (sent = false) => {
    clearTimeout(waiting);
    waiting = 0;
    keepDraft(form, sent);
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 400);
  });
  form.addEventListener("submit", () => {
    // The same words once more, since the line broke before their answer came: under their first key they stand once.
    if (draft?.key && JSON.stringify(draft.texts) === JSON.stringify(textsOf(form))) form.elements.form_key.value = draft.key;
    keep(true);
  });
  // Who leaves in the middle of a word finds that word again.
  addEventListener("pagehide", () => waiting && keep());
}

function forgetDrafts() {
  forgotten = true;
  for (const key of store.keys()) if (key.startsWith("draft:")) store.drop(key);
}

// --- small things
// Where one is stands in sight, also at the end of a strip that is wider than the screen; the page itself stays where it is.
function showInStrip(here) {
  const strip = here.closest("ul");
  const over = here.getBoundingClientRect().right - strip.getBoundingClientRect().right;
  if (over > 0) strip.scrollLeft += over;
}

document.addEventListener("allauth.error", () => {
  const said = document.getElementById("no-passkey");
  if (said) said.hidden = false;
});
function startSlider(form) {
  const range = form.querySelector("input[type=range]");
  const shown = form.querySelector("output");
  range.addEventListener("input", () => { shown.textContent = Number(range.value).toLocaleString(document.documentElement.lang); });
}

function reachScrollers() {
  for (const box of document.querySelectorAll(".prose :is(pre, math), .prose > table")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (event.key === "Escape") menu.querySelector("summary").focus();
    if (event.key === "Escape" || (event.type === "click" && !menu.contains(event.target))) menu.open = false;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form[data-draft]").forEach(startDraft);
  document.querySelectorAll("form[data-slider]").forEach(startSlider);
  document.querySelectorAll("[data-forget-drafts]").forEach((form) => form.addEventListener("submit", forgetDrafts));
  document.querySelectorAll(".side-nav [aria-current], .tabs [aria-current]").forEach(showInStrip);
  document.querySelector("[data-error-summary]")?.focus();
  document.addEventListener("click", closeMenus);
  document.addEventListener("keyup", closeMenus);
  reachScrollers();
  refreshTimes();
  setInterval(refreshTimes, 60000);
});
