// <div data-upload>: files may be dropped or pasted onto its input; says what was chosen and when it is too large.
function sizeOf(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), 3);
  const format = { style: "unit", unit: units[power], maximumFractionDigits: power ? 1 : 0 };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(bytes / 1024 ** power);
}

function inputOf(box) {
  return box.querySelector("input[type=file]");
}

function say(box) {
  const input = inputOf(box);
  const files = [...input.files];
  const isTooLarge = files.some((file) => file.size > Number(box.dataset.most));
  input.setCustomValidity(isTooLarge ? box.dataset.tooLarge : "");
  const names = files.map((file) => `${file.name} (${sizeOf(file.size)})`).join(", ");
  const chosen = files.length ? `${box.dataset.chosen} ${names}. ` : "";
  box.querySelector("[data-upload-says]").textContent = chosen + (isTooLarge ? box.dataset.tooLarge : "");
}

function take(box, files) {
  const input = inputOf(box);
  const taken = new DataTransfer();
  for (const file of input.multiple ? [...input.files, ...files] : [files[0]]) taken.items.add(file);
  input.files = taken.files;
  input.focus();
  // Whoever listens for a choice hears of this one.
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function boxAt(event) {
  const box = event.target.closest?.("[data-upload]");
  return box && [...event.dataTransfer.types].includes("Files") ? box : null;
}

for (const box of document.querySelectorAll("[data-upload]")) {
  box.querySelector("[data-upload-hint]").hidden = false;
}

document.addEventListener("change", (event) => {
  const box = event.target.closest?.("[data-upload]");
  if (box && event.target === inputOf(box)) say(box);
});

document.addEventListener("dragover", (event) => {
  const box = boxAt(event);
  if (!box) return;
  event.preventDefault();
  box.classList.add("is-over");
});

document.addEventListener("dragleave", (event) => {
  event.target.closest?.("[data-upload]")?.classList.remove("is-over");
});

document.addEventListener("drop", (event) => {
  const box = boxAt(event);
  if (!box) return;
  event.preventDefault();
  box.classList.remove("is-over");
  if (event.dataTransfer.files.length) take(box, event.dataTransfer.files);
});

// Pasted anywhere on a page with one such field; with several, onto the one that has the focus.
document.addEventListener("paste", (event) => {
  const files = event.clipboardData?.files ?? [];
  const boxes = document.querySelectorAll("[data-upload]");
  const box = event.target.closest?.("[data-upload]") ?? (boxes.length === 1 ? boxes[0] : null);
  if (!box || !files.length) return;
  event.preventDefault();
  take(box, files);
});
