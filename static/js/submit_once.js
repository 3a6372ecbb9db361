// A form that is on its way is not sent twice. The server refuses doubles too.
const HELD_MS = 10_000; // A request that hangs may be tried again.
const sent = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (Date.now() - (sent.get(form) ?? -Infinity) < HELD_MS) {
    event.preventDefault();
    return;
  }
  sent.set(form, Date.now());
  for (const button of form.querySelectorAll("[type=submit]")) button.setAttribute("aria-disabled", "true");
});

// Back to a page kept in memory: its forms are free again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) {
    sent.delete(form);
    for (const button of form.querySelectorAll("[type=submit]")) button.removeAttribute("aria-disabled");
  }
});
