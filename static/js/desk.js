// Keys of the desk. keys.js listens, honours its switch, and hands on what it does not use itself.
// A key presses whatever names it: <button data-key="a">, <a data-key="j">.
// <button data-needs-reason> asks for its reason first; Ctrl Enter in the reason then presses it.
// Whoever pressed no such key has chosen nothing: then Enter decides nothing.
let waiting = null;

const reasonOf = (button) => button.form?.elements.reason;
const rowOf = (element) => element?.closest(".entry");

function press(target) {
  const reason = "needsReason" in target.dataset ? reasonOf(target) : null;
  if (reason && !reason.value.trim()) {
    waiting = target;
    reason.focus();
  } else target.click();
}

function tick(row) {
  const box = row?.querySelector("input[type=checkbox]");
  if (box) box.checked = !box.checked;
  return box;
}

function act(target) {
  // Of a list, the row in hand counts as ticked when no other is.
  const list = target.form?.querySelector(".entries-check");
  if (list && !list.querySelector(":checked") && !tick(rowOf(document.activeElement))) return;
  press(target);
}

document.addEventListener("portal:key", (event) => {
  if (event.detail === "x") tick(rowOf(document.activeElement));
  const target = document.querySelector(`main [data-key="${CSS.escape(event.detail)}"]`);
  if (target) act(target);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target.name !== "reason") return;
  const form = event.target.form;
  const isSend = event.ctrlKey || event.metaKey || event.target.tagName === "INPUT";
  if (!isSend) return;
  event.preventDefault();
  if (waiting?.form === form) form.requestSubmit(waiting);
  else form.querySelector("button[name=decision]")?.focus(); // Nothing is chosen yet: lead to the choices.
});

document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-needs-reason]");
  if (asked && !reasonOf(asked)?.value.trim()) waiting = asked;
  const use = event.target.closest("[data-use]");
  const words = use?.form.elements.text.selectedOptions[0]?.dataset.words;
  if (!words) return;
  event.preventDefault();
  const reason = reasonOf(use);
  reason.value = [reason.value.trim(), words].filter(Boolean).join("\n\n");
  reason.focus();
});
