// The queue from the keyboard: the key printed on an action chooses it, a number its rule, Enter decides.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])") || document.querySelector("dialog[open]")) return;
  try { if (localStorage.getItem("keys") === "off") return; } catch { /* private mode keeps nothing */ }
  const form = document.querySelector("[data-decide]");
  if (event.key === "Enter" && form && !event.target.closest("a, button, summary")) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const meant = document.querySelector(`[data-hotkey="${CSS.escape(event.key)}"]`);
  if (!meant) return;
  event.preventDefault();
  if (meant.type === "radio") {
    meant.checked = true;
    meant.focus({ focusVisible: true });
  } else meant.click();
});
