// What JavaScript adds to a thread: later posts come as one reads, and the address says where one is.
"use strict";

const posts = document.querySelector(".posts");
let address = location.pathname + location.search;

// The links of a page lead on without this; each is followed once, when it comes near the window.
async function follow(link) {
  const url = new URL(link.href);
  url.searchParams.set("part", "posts");
  link.setAttribute("aria-busy", "true");
  const answer = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
  link.removeAttribute("aria-busy");
  if (!answer?.ok) return;
  const part = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const item of part.querySelectorAll("[id^=p]")) if (document.getElementById(item.id)) item.remove();
  const added = [...part.body.childNodes];
  link.closest(".more").replaceWith(...added);
  for (const node of added) if (node.dataset?.number) places.observe(node);
  watchMore();
}

const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    near.unobserve(entry.target);
    follow(entry.target);
  }
}, { rootMargin: "600px 0px" });

// Whoever reloads or shares the address comes back to the page of twenty that stands at the top of the window.
const places = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    const start = Math.floor((Number(entry.target.dataset.number) - 1) / 20) * 20 + 1;
    const wanted = start === 1 ? location.pathname : `${location.pathname}?from=${start}`;
    if (wanted !== address && !location.search.includes("view=")) history.replaceState(history.state, "", (address = wanted));
  }
}, { rootMargin: "-10% 0px -80% 0px" });

function watchMore() {
  posts?.querySelectorAll("[data-more]").forEach((link) => near.observe(link));
}

document.addEventListener("DOMContentLoaded", () => {
  watchMore();
  posts?.querySelectorAll("[data-number]").forEach((post) => places.observe(post));
});
