// How far something is: fetches the page again and takes over its part marked data-live.
// When the new page has no such part, it is over: the page is shown as a whole.
const WAIT = 3000;

async function look() {
  const part = document.querySelector("[data-live]");
  if (!part) return;
  if (!document.hidden) {
    try {
      const answer = await fetch(window.location.href);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-live]");
      if (!next) {
        window.location.reload();
        return;
      }
      // Whoever is about to press a button keeps it under the finger.
      if (!part.contains(document.activeElement)) part.replaceWith(document.adoptNode(next));
    } catch {
      // Away for a while: the next look may find it again.
    }
  }
  window.setTimeout(look, WAIT);
}

window.setTimeout(look, WAIT);
