// Shows what is pushed, and leads to it. Keeps nothing and answers no request of a page.
"use strict";

const WORDS = { title: "{{ site_name|escapejs }}", body: "{% filter escapejs %}{% translate "Something waits in your inbox." %}{% endfilter %}", url: "/inbox", tag: "inbox" };

function said(event) {
  if (!event.data) return WORDS;
  try { return { ...WORDS, ...event.data.json() }; } catch { return WORDS; }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The same tag replaces what is shown: a repeat is no second notice.
self.addEventListener("push", (event) => {
  const { title, body, url, tag } = said(event);
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: { url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL(event.notification.data?.url ?? "/inbox", self.location.origin);
  if (target.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window" });
    const page = open.find((one) => one.url === target.href);
    return page ? page.focus() : self.clients.openWindow(target.href);
  })());
});
