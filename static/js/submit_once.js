// A form that is on its way is not sent twice. The server refuses doubles too.
const HELD_MS = 10_000; // A request that hangs may be tried again; a download leaves the page as it is.
const sent = new Set();

function release(form) {
  sent.delete(form);
  for (const button of form.querySelectorAll("[type=submit]")) button.removeAttribute("aria-disabled");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  for (const button of form.querySelectorAll("[type=submit]")) button.setAttribute("aria-disabled", "true");
  setTimeout(release, HELD_MS, form);
});

// Back to a page kept in memory: its forms are free again.
addEventListener("pageshow", (event) => {
  if (event.persisted) sent.forEach(release);
});
