// <button data-copy="id-of-the-text" data-copied="Copied">Copy</button>: puts the text on the clipboard and says so.
const SHOWN_MS = 4000;

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = "value" in source ? source.value : source.innerText;
  const label = button.querySelector("[data-copy-label]") ?? button;
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(text.trim());
  } catch {
    // No permission, or no secure address: select it, so that Ctrl C works.
    if ("select" in source) source.select();
    else getSelection().selectAllChildren(source);
    return;
  }
  label.textContent = button.dataset.copied;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { label.textContent = before; }, SHOWN_MS);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
