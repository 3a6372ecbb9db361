// <form data-passkey>: asks the browser for a passkey and sends its answer in the field "credential".
// What to ask for stands in <script id="passkey-options">, or is fetched from the form's address.
const json = globalThis.webauthnJSON;

async function optionsOf(form) {
  const island = document.getElementById("passkey-options");
  if (island) return JSON.parse(island.textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The options answered ${response.status}`);
  return response.json();
}

function standAlone(creation, isAlone) {
  const wanted = creation.publicKey.authenticatorSelection;
  wanted.residentKey = isAlone ? "required" : "discouraged";
  wanted.requireResidentKey = isAlone;
  if (isAlone) wanted.userVerification = "required";
}

async function credentialFor(form) {
  const options = await optionsOf(form);
  if (!options.creation_options) return json.get(options.request_options);
  standAlone(options.creation_options, form.elements.passwordless.checked);
  return json.create(options.creation_options);
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-passkey]");
  if (!form) return;
  event.preventDefault();
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await credentialFor(form));
    form.submit();
  } catch {
    // Cancelled, timed out, or no passkey here: the browser does not say which.
    problem.hidden = false;
    problem.focus();
  }
});
