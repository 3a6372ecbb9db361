// Keyboard shortcuts outside fields. Off by one switch, kept on this computer.
const STORE = "keys-off";
const dialog = document.getElementById("keys");
const toggle = dialog?.querySelector("[data-keys-switch]");
let waitsForLetter = 0;

function isOff() {
  try {
    return localStorage.getItem(STORE) === "1";
  } catch {
    return false; // Storage is closed: shortcuts stay on for this page.
  }
}

function setOff(off) {
  try {
    localStorage.setItem(STORE, off ? "1" : "0");
  } catch {
    // Nothing to keep it in; the next page has the shortcuts again.
  }
}

function isTyping(target) {
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

function showKeys() {
  if (!dialog || dialog.open) return;
  toggle.checked = !isOff();
  dialog.showModal();
}

function goTo(letter) {
  const home = document.querySelector(".wordmark");
  const sections = [...document.querySelectorAll(".nav a")];
  const plain = (text) => text.trim().normalize("NFD").charAt(0).toLowerCase();
  const link = letter === "h" ? home : sections.find((a) => plain(a.textContent) === letter);
  if (link) location.assign(link.href);
}

function step(by) {
  const links = [...document.querySelectorAll("main .entry :is(h2, h3) a, main .table tbody th a")];
  if (!links.length) return false;
  const now = links.indexOf(document.activeElement);
  const next = now === -1 ? (by > 0 ? 0 : links.length - 1) : now + by;
  links[Math.min(Math.max(next, 0), links.length - 1)].focus();
  return true;
}

// A page with keys of its own listens for what is left (static/js/desk.js).
function handOn(key) {
  document.dispatchEvent(new CustomEvent("portal:key", { detail: key }));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || dialog?.open || isOff()) return;
  const key = event.key.toLowerCase();
  if (Date.now() - waitsForLetter < 1500) {
    waitsForLetter = 0;
    return goTo(key);
  }
  if (key === "/") {
    event.preventDefault();
    document.querySelector(".masthead input[type=search]")?.focus();
  } else if (key === "?") showKeys();
  else if (key === "g") waitsForLetter = Date.now();
  else if ((key === "j" && step(1)) || (key === "k" && step(-1))) return;
  else handOn(key);
});

toggle?.addEventListener("change", () => setOff(!toggle.checked));
document.querySelector("[data-keys-show]")?.addEventListener("click", showKeys);
