// Has this browser pushed to. Nothing is asked of the browser before the button is pressed.
"use strict";

(() => {
  const section = document.querySelector("[data-push]");
  const button = section?.querySelector("[data-push-here]");
  const note = section?.querySelector("[data-push-note]");
  if (!button || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  button.hidden = false;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const letters = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  async function subscribe() {
    const worker = await navigator.serviceWorker.register("/service-worker.js", { scope: "/" });
    await navigator.serviceWorker.ready;
    const key = bytes(section.dataset.pushKey);
    let held = await worker.pushManager.getSubscription();
    if (held && letters(held.options.applicationServerKey) !== section.dataset.pushKey) {
      await held.unsubscribe();
      held = null;
    }
    held ??= await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const body = new URLSearchParams({
      endpoint: held.endpoint, p256dh: letters(held.getKey("p256dh")), auth: letters(held.getKey("auth")),
      csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value,
    });
    const answer = await fetch(section.dataset.pushUrl, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    location.reload();
  }

  button.addEventListener("click", () => {
    button.disabled = true;
    subscribe().catch(() => {
      button.disabled = false;
      note.textContent = section.dataset.pushRefused;
    });
  });
})();
