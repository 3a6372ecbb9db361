// Keys of a topic: j and k walk its posts, r answers, b bookmarks, v goes to the poll.
// keys.js listens, honours its switch, and hands on.
const posts = [...document.querySelectorAll("main .post")];
const quiet = matchMedia("(prefers-reduced-motion: reduce)");

// The post in hand; else the one at the top of the window.
function here() {
  const focused = posts.indexOf(document.activeElement.closest(".post"));
  if (focused !== -1) return focused;
  return posts.findIndex((post) => post.getBoundingClientRect().bottom > 0) - 1;
}

function step(by) {
  const post = posts[Math.min(Math.max(here() + by, 0), posts.length - 1)];
  post?.focus({ preventScroll: true });
  post?.scrollIntoView({ block: "start", behavior: quiet.matches ? "auto" : "smooth" });
}

// Only the post in hand: nobody marks what they did not choose.
function mark() {
  document.activeElement.closest(".post")?.querySelector("[data-mark]")?.click();
}

function toPoll() {
  const poll = document.getElementById("poll");
  poll?.scrollIntoView({ block: "start", behavior: quiet.matches ? "auto" : "smooth" });
  poll?.querySelector(".ballot :is(input, select)")?.focus({ preventScroll: true });
}

document.addEventListener("portal:key", (event) => {
  if (event.detail === "j") step(1);
  else if (event.detail === "k") step(-1);
  else if (event.detail === "r") document.querySelector(".composer textarea")?.focus();
  else if (event.detail === "b") mark();
  else if (event.detail === "v") toPoll();
});
