// Shows what others do while a page is open. One stream a browser: the tab that holds the lock has it, and tells the others.
// Nothing here is needed: what is not shown live is there with the next page.
"use strict";

(() => {
  const posts = document.querySelector("[data-live-thread]");
  const inbox = document.querySelector("[data-live-inbox]");
  const parts = [...document.querySelectorAll("[data-live-part]")].map((part) => ({ topic: part.dataset.livePart, id: part.id }));
  const topics = parts.map((part) => part.topic);
  if (posts) topics.push(`thread:${posts.dataset.liveThread}`);
  if (inbox) topics.push("inbox");
  if (!topics.length || !window.EventSource) return;

  const EVENTS = ["ready", "reset", "refused", "ended", "inbox_changed", "reply_posted", "post_edited", "post_reacted", "post_state_changed", "quote_taken_back", "queue_changed",
    "interview_moved", "interview_question_asked", "interview_question_changed", "interview_question_voted",
    "interview_answer_released", "interview_answer_struck", "interview_transcript_published"];
  // What a page fetches with nobody at it keeps no session alive.
  const BY_ITSELF = { "Assay-Unattended": "true" };
  const AGAIN_MS = 5000;
  const LATER_MS = 60000;
  const me = `${Date.now()}-${Math.random()}`;
  const channel = window.BroadcastChannel ? new BroadcastChannel("assay-live") : null;
  const shared = Boolean(channel && navigator.locks);

  // --- what the page does with what it hears
  const note = document.querySelector("[data-live-note]");
  const lastShown = () => Number(posts.querySelector(".post:last-of-type")?.id.slice(1) ?? 0);
  let arrived = 0;
  let fetching = null;

  function say(number) {
    if (!note) return;
    const link = document.createElement("a");
    link.href = `${posts.dataset.liveFrom}${number}#p${number}`;
    link.textContent = arrived === 1 ? note.dataset.one : note.dataset.many.replace("%n", String(arrived));
    note.replaceChildren(link);
  }

  // Below what is seen, new posts move nothing. Into view they may come only while nobody writes under them.
  function mayInsert() {
    if (!("liveEnd" in posts.dataset)) return false;
    const end = posts.getBoundingClientRect().bottom;
    if (end > window.innerHeight) return true;
    const form = document.querySelector("#reply form");
    const writing = form && (form.contains(document.activeElement) || [...form.querySelectorAll("textarea")].some((text) => text.value));
    return end > 0 && !writing;
  }

  async function newPosts(number) {
    const from = lastShown() + 1;
    if (number < from) return;
    if (!mayInsert()) {
      arrived = number - lastShown();
      say(from);
      return;
    }
    const answer = await fetch(`${posts.dataset.liveFrom}${from}`, { headers: { ...BY_ITSELF, "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
    let first = 0;
    for (const post of piece.querySelectorAll("article.post")) {
      if (document.getElementById(post.id)) continue;
      posts.append(document.importNode(post, true));
      first ||= Number(post.id.slice(1));
      arrived += 1;
    }
    if (first) say(first);
  }

  // One at a time, so that no post is fetched twice; what comes meanwhile is looked at afterwards.
  let newest = 0;
  function noticePost(number) {
    newest = Math.max(newest, number);
    fetching ??= (async () => {
      let before;
      do {
        before = newest;
        try { await newPosts(before); } catch { /* the line is bad: the next event, or page, shows it */ }
      } while (newest > before);
      fetching = null;
    })();
  }

  // What many see changes for all of them at once: each waits a moment of its own, and several changes are one fetch.
  const waiting = new Map();
  function soon(name, work) {
    if (waiting.has(name)) return;
    waiting.set(name, setTimeout(() => {
      waiting.delete(name);
      work().catch(() => { /* the line is bad: the next change, or page, shows it */ });
    }, 300 + Math.random() * 1700));
  }

  // Nothing is taken from under somebody's hands: neither what has the focus, nor a form that was begun.
  const inUse = (part) => part.contains(document.activeElement)
    || [...part.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox], [type=radio])")].some((field) => field.value !== field.defaultValue)
    || [...part.querySelectorAll("input[type=checkbox], input[type=radio]")].some((box) => box.checked !== box.defaultChecked);

  async function piece(url, headers) {
    const answer = await fetch(url, { headers: { ...BY_ITSELF, ...headers }, credentials: "same-origin" });
    return answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  }

  function put(now, then) {
    if (!now || inUse(now)) return;
    if (then) now.replaceWith(document.importNode(then, true));
    else now.remove();
  }

  async function changedPost(number) {
    const shown = document.getElementById(`p${number}`);
    if (!shown || inUse(shown)) return;
    const found = await piece(`${posts.dataset.liveFrom}${number}`, { "HX-Request": "true" });
    if (found) put(document.getElementById(`p${number}`), found.getElementById(`p${number}`));
  }

  // Several parts of a page are one fetch.
  async function changedParts(ids) {
    const free = ids.filter((id) => { const shown = document.getElementById(id); return shown && !inUse(shown); });
    const found = free.length ? await piece(location.href, {}) : null;
    for (const id of free) if (found?.getElementById(id)) put(document.getElementById(id), found.getElementById(id));
  }

  // What was followed as it came is out, and reads as a whole: as another page. Not from under somebody's hands.
  async function whole(topic) {
    if (!parts.some((part) => part.topic === topic && inUse(document.getElementById(part.id) ?? document.createElement("i")))) location.reload();
  }

  async function noticeInbox() {
    try {
      const answer = await fetch(inbox.dataset.liveInbox, { headers: { ...BY_ITSELF, "HX-Request": "true" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
      inbox.replaceChildren(...document.importNode(piece.body, true).childNodes);
    } catch { /* as above */ }
  }

  function hear(name, data) {
    const thread = posts && `thread:${posts.dataset.liveThread}`;
    if (name === "ready" && thread && data[thread]) noticePost(data[thread]);
    if (name === "reply_posted" && posts && data.thread === Number(posts.dataset.liveThread)) noticePost(data.number);
    if (["post_edited", "post_reacted", "post_state_changed", "quote_taken_back"].includes(name) && posts && data.thread === Number(posts.dataset.liveThread) && data.number) {
      soon(`p${data.number}`, () => changedPost(data.number));
    }
    const topic = name === "queue_changed" ? "queue" : data.interview ? `interview:${data.interview}` : "";
    const touched = parts.filter((part) => part.topic === topic || name === "reset").map((part) => part.id);
    if (name === "interview_transcript_published" && touched.length) soon("whole", () => whole(topic));
    else if (touched.length) soon(touched.join(), () => changedParts(touched));
    if ((name === "inbox_changed" || name === "reset") && inbox) noticeInbox();
    if (name === "reset" && posts) noticePost(Number.MAX_SAFE_INTEGER);
  }

  // --- the stream
  let source = null;
  let last = "";
  let retry = 0;
  const tabs = new Map([[me, topics]]);

  const wanted = () => [...new Set([...tabs.values()].flat())].sort().slice(0, 50);

  function close() {
    clearTimeout(retry);
    source?.close();
    source = null;
  }

  function later(wait) {
    close();
    retry = setTimeout(open, wait);
  }

  function open() {
    close();
    const query = new URLSearchParams({ topics: wanted().join(",") });
    if (last) query.set("after", last);
    source = new EventSource(`/live/?${query}`);
    source.topics = wanted().join(",");
    for (const name of EVENTS) source.addEventListener(name, received);
    source.addEventListener("error", () => { if (source?.readyState === EventSource.CLOSED) later(LATER_MS); });
  }

  function received(event) {
    if (event.lastEventId) last = event.lastEventId;
    if (event.type === "ended") return later(AGAIN_MS);
    const data = JSON.parse(event.data);
    hear(event.type, data);
    channel?.postMessage({ kind: "heard", name: event.type, data, last });
  }

  // --- one tab leads
  let leads = false;
  let release = null;

  function lead() {
    leads = true;
    open();
    channel.postMessage({ kind: "who" });
    return new Promise((resolve) => { release = resolve; });
  }

  function renew() {
    if (leads && source && source.topics !== wanted().join(",")) open();
  }

  function said(message) {
    if (message.kind === "heard") {
      last = message.last;
      hear(message.name, message.data);
    } else if (message.kind === "who") {
      channel.postMessage({ kind: "here", tab: me, topics });
    } else if (message.kind === "here") {
      tabs.set(message.tab, message.topics);
      if (leads) renew();
    } else if (message.kind === "gone") {
      tabs.delete(message.tab);
    }
  }

  function start() {
    if (!shared) return open();
    navigator.locks.request("assay-live", lead);
    channel.postMessage({ kind: "here", tab: me, topics });
  }

  if (channel) channel.addEventListener("message", (event) => said(event.data));
  window.addEventListener("pagehide", () => {
    close();
    leads = false;
    channel?.postMessage({ kind: "gone", tab: me });
    release?.();
    release = null;
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) start(); });
  start();
})();
