// A composer with files: each is sent when it is chosen, by the button Save draft, so that the draft has it.
const WAY_OUT = "_box";

function boxOf(input) {
  return input.closest?.(`[data-upload][id$="${WAY_OUT}"]`);
}

async function send(box) {
  const form = box.closest("form");
  const says = box.querySelector("[data-upload-says]");
  const values = new FormData(form);
  values.set("press", "save");
  says.textContent = box.dataset.sending;
  const answer = await fetch(form.getAttribute("action")?.split("#")[0] || location.href, { method: "POST", body: values });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(box.id);
  if (!fresh) throw new Error("No such form.");
  const seen = page.querySelector(`#${form.id} [name=draft_seen]`);
  if (seen) form.elements.draft_seen.value = seen.value;
  const field = box.closest(".field");
  const freshField = fresh.closest(".field");
  fresh.querySelector("[data-upload-hint]").hidden = false;
  field.replaceWith(freshField);
  freshField.querySelector("input[type=file]").focus();
}

document.addEventListener("change", async (event) => {
  const box = boxOf(event.target);
  if (!box || event.target.type !== "file" || !event.target.files.length || !event.target.checkValidity()) return;
  try {
    await send(box);
  } catch {
    box.querySelector("[data-upload-says]").textContent = box.dataset.away;
  }
});
