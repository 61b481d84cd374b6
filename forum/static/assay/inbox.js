// The inbox from the keyboard: e marks the item at hand as read, without leaving the page. j and k stand in assay.js.
"use strict";

(() => {
  const off = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };

  async function markRead(item) {
    const form = item.querySelector("form");
    if (!form) return;
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin" });
    if (!answer.ok) return;
    item.classList.remove("unread");
    form.remove();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "e" || event.ctrlKey || event.metaKey || event.altKey || off()) return;
    if (event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
    const item = document.activeElement?.closest("[data-key-item]");
    if (!item) return;
    event.preventDefault();
    markRead(item).catch(() => item.querySelector("form")?.submit());
  });
})();
