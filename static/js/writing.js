// <form data-draft>: keeps the draft while somebody types, and counts characters. The buttons do the same without it.
const WAIT = 3000;

function fieldsOf(form) {
  const fields = {};
  for (const input of form.elements) {
    const isMachine = !input.name || ["hidden", "file", "submit", "button", "password"].includes(input.type);
    const isOff = ["checkbox", "radio"].includes(input.type) && !input.checked;
    if (isMachine || isOff) continue;
    const values = input.selectedOptions ? [...input.selectedOptions].map((option) => option.value) : [input.value];
    fields[input.name] = [...(fields[input.name] ?? []), ...values];
  }
  return fields;
}

function count(form) {
  for (const line of form.querySelectorAll("[data-count]")) {
    const area = form.elements[line.dataset.count];
    const length = [...area.value].length;
    line.firstElementChild.textContent = new Intl.NumberFormat(document.documentElement.lang).format(length);
    area.setCustomValidity(length > Number(line.dataset.most) ? line.dataset.tooLong : "");
  }
}

async function save(form, signal) {
  const seen = form.elements.draft_seen;
  const answer = await fetch(form.dataset.draft, {
    method: "POST",
    // Signed out: the answer would be the page to sign in.
    redirect: "error",
    signal,
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    body: JSON.stringify({
      key: form.dataset.draftKey,
      address: form.dataset.draftAddress,
      window: form.elements.draft_window.value,
      seen: Number(seen.value),
      fields: fieldsOf(form),
    }),
  });
  const { says, seen: revision } = await answer.json();
  if (revision) seen.value = revision;
  form.querySelector("[data-draft-says]").textContent = says;
  return answer.status !== 409 && answer.status !== 410;
}

function watch(form) {
  let leaving = new AbortController();
  let timer = 0;
  let kept = JSON.stringify(fieldsOf(form));

  async function look() {
    timer = 0;
    const typed = JSON.stringify(fieldsOf(form));
    if (typed === kept || leaving.signal.aborted) return;
    try {
      if (!(await save(form, leaving.signal))) return leaving.abort();
      kept = typed;
      // What was typed meanwhile comes next: one at a time.
      if (JSON.stringify(fieldsOf(form)) !== kept) timer ||= setTimeout(look, WAIT);
    } catch {
      if (!leaving.signal.aborted) form.querySelector("[data-draft-says]").textContent = form.dataset.draftAway;
    }
  }

  form.addEventListener("input", () => {
    count(form);
    timer ||= setTimeout(look, WAIT);
  });
  // Sent by now, or back on a page that the browser kept.
  form.addEventListener("submit", () => leaving.abort());
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = new AbortController();
  });
  count(form);
}

for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
